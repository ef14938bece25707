using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Removes a public key of a Snowflake user.</summary>
[Cmdlet(
    VerbsCommon.Remove,
    "SnowflakeUserKey",
    SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.High,
    DefaultParameterSetName = NameSet
)]
[OutputType(typeof(SnowflakeUserKey))]
public sealed class RemoveSnowflakeUserKeyCommand : SnowflakeCmdlet
{
    private const string NameSet = "Name";
    private const string SlotSet = "Slot";
    private const string ObjectSet = "InputObject";

    /// <summary>A key, as Get-SnowflakeUserKey emits it.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ValidateNotNull]
    public SnowflakeUserKey InputObject { get; set; } = null!;

    /// <summary>The user's name; without it the session's own user.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [Parameter(Position = 0, ParameterSetName = SlotSet)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>The key's name: RSA_PUBLIC_KEY, RSA_PUBLIC_KEY_2 or a key pair's; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string Name { get; set; } = string.Empty;

    /// <summary>The slot: 1 is RSA_PUBLIC_KEY, 2 is RSA_PUBLIC_KEY_2.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SlotSet)]
    [ValidateRange(1, 2)]
    public int Slot { get; set; }

    /// <summary>Remove even the key that this session logs in with.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Emit the removed key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Target => ParameterSetName == ObjectSet ? InputObject : User;

    private protected override void Process()
    {
        var client = new UserKeyClient(Current);
        foreach (var key in ParameterSetName == ObjectSet ? [InputObject] : Find(client))
            Guard(() => Remove(client, key), key);
    }

    private void Remove(UserKeyClient client, SnowflakeUserKey key)
    {
        if (key.Fingerprint == Current.Fingerprint && key.User == Current.User && !Force)
        {
            throw new InputException(
                "UserKeyInUse",
                $"This session logs in with the key {key.Name} of {key.User}.",
                "Rotate it with Update-SnowflakeUserKey, or give -Force to be locked out."
            );
        }

        var statement = UserKeyClient.RemoveStatement(key);
        if (!ShouldProcess($"{key.User} on {Current.Account}, {key.Name} {key.Fingerprint}", statement))
            return;

        Await(context => client.RunAsync(statement, context));
        if (PassThru)
            WriteObject(key);
    }

    private SnowflakeUserKey[] Find(UserKeyClient client)
    {
        var user = User ?? Current.User;
        var keys = Await(context => client.ListAsync(user, context));
        var pattern = WildcardPattern.Get(Name, WildcardOptions.IgnoreCase);
        var found = keys.Where(k => ParameterSetName == SlotSet ? k.Slot == Slot : pattern.IsMatch(k.Name)).ToArray();
        return found.Length > 0 || (ParameterSetName == NameSet && WildcardPattern.ContainsWildcardCharacters(Name))
            ? found
            : throw new InputException(
                "UserKeyNotFound",
                $"{user} has no such key.",
                "Get-SnowflakeUserKey lists them.",
                FailureKind.NotFound
            );
    }
}
