using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
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

    /// <summary>Keys that were read, or other objects with the properties User and Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [ValidateNotNull]
    public object[] InputObject { get; set; } = [];

    /// <summary>The user's name; without it the session's own user.</summary>
    [Parameter(Position = 0, ParameterSetName = NameSet)]
    [Parameter(Position = 0, ParameterSetName = SlotSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public string? User { get; set; }

    /// <summary>The key's name: RSA_PUBLIC_KEY, RSA_PUBLIC_KEY_2 or a key pair's; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = NameSet)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnowflakeKeyCompleter))]
    public string Name { get; set; } = string.Empty;

    /// <summary>The slot: 1 is RSA_PUBLIC_KEY, 2 is RSA_PUBLIC_KEY_2.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SlotSet)]
    [ValidateRange(1, 2)]
    public int Slot { get; set; }

    /// <summary>Remove without asking.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Remove even the key that this session logs in with, and a user's last one.</summary>
    [Parameter]
    public SwitchParameter AllowLockOut { get; set; }

    /// <summary>Emit the removed key.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override object? Target => ParameterSetName == ObjectSet ? InputObject : User;

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        foreach (var input in ParameterSetName == ObjectSet ? InputObject : [])
            ReportFailure(() => InSessionOf(input, () => Remove(new PipedObject(input))), input);
        if (ParameterSetName != ObjectSet)
        {
            foreach (var key in Find(User ?? Current.User))
                ReportFailure(() => Remove(key), key);
        }
    }

    private void Remove(PipedObject input)
    {
        var user = input.Property("User") ?? throw input.Unclear("User");
        var name = input.Property("Name") ?? throw input.Unclear("Name");
        var key = List(user).FirstOrDefault(k => NameText.Literal(name).Is(k.Name)) ?? throw UserTargets.KeyNotFound(user, name);
        Remove(input.Property("Fingerprint") is { } shown ? key with { Fingerprint = shown } : key);
    }

    private void Remove(SnowflakeUserKey key)
    {
        Check(key);
        var statement = UserKeyClient.RemoveStatement(key);
        if (!ShouldProcess($"{key.User} on {Current.Account}, {key.Name} {key.Fingerprint}", statement, Force))
            return;

        // Whoever was asked may have taken long to answer.
        Check(key);
        WaitFor(context => new UserKeyClient(Current).RunAsync(statement, context));
        if (PassThru)
            WriteObject(key);
    }

    private void Check(SnowflakeUserKey key)
    {
        var keys = List(key.User);
        var now = keys.FirstOrDefault(k => k.Name == key.Name) ?? throw UserTargets.KeyNotFound(key.User, key.Name);
        if (now.Fingerprint != key.Fingerprint)
            throw new InputException(
                ErrorIds.UserKeyChanged,
                $"{key.Name} of {key.User} is another key by now: {now.Fingerprint}, not {key.Fingerprint}.",
                "Look at it with Get-SnowflakeUserKey, and remove that one if it is meant.",
                FailureKind.Conflict
            );
        if (AllowLockOut)
            return;
        if (key.Fingerprint == Current.Fingerprint && key.User == Current.User)
            throw new InputException(
                ErrorIds.UserKeyInUse,
                $"This session logs in with the key {key.Name} of {key.User}.",
                "Rotate it with Update-SnowflakeUserKey, or give -AllowLockOut to be locked out."
            );
        if (now.Status == "ACTIVE" && !keys.Any(k => k.Name != key.Name && k.Status == "ACTIVE"))
            throw new InputException(
                ErrorIds.UserKeyLast,
                $"{key.Name} is the last key of {key.User}: whoever logs in with a key pair as {key.User} could not any more.",
                "Register another key first (Set-SnowflakeUserKey), or give -AllowLockOut."
            );
    }

    private IReadOnlyList<SnowflakeUserKey> List(string user) =>
        WaitFor(context => new UserKeyClient(Current).ListAsync(user, context));

    private IReadOnlyList<SnowflakeUserKey> Find(string user)
    {
        var keys = List(user);
        if (ParameterSetName == SlotSet)
            return keys.Any(k => k.Slot == Slot)
                ? [.. keys.Where(k => k.Slot == Slot)]
                : throw UserTargets.KeyNotFound(user, Slot == 1 ? "RSA_PUBLIC_KEY" : "RSA_PUBLIC_KEY_2");

        var found = new Names<SnowflakeUserKey>(Name, key => key.Name).Choose(keys);
        return found.Count > 0 ? found : throw UserTargets.KeyNotFound(user, Name);
    }
}
