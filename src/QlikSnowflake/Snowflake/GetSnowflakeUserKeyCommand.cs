using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Gets the public keys registered for a Snowflake user.</summary>
[Cmdlet(VerbsCommon.Get, "SnowflakeUserKey")]
[OutputType(typeof(SnowflakeUserKey))]
public sealed class GetSnowflakeUserKeyCommand : SnowflakeCmdlet
{
    /// <summary>The user's name; without it the session's own user.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    /// <summary>Names of keys: RSA_PUBLIC_KEY, RSA_PUBLIC_KEY_2 or of key pairs; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string? Name { get; set; }

    private protected override object? Target => User;

    private protected override void Process()
    {
        var user = User ?? Current.User;
        var keys = Await(context => new UserKeyClient(Current).ListAsync(user, context));
        var pattern = Name is null ? null : WildcardPattern.Get(Name, WildcardOptions.IgnoreCase);
        var any = false;
        foreach (var key in keys)
        {
            if (pattern?.IsMatch(key.Name) != false)
            {
                any = true;
                WriteObject(key);
            }
        }

        if (!any && Name is not null && !WildcardPattern.ContainsWildcardCharacters(Name))
            throw new InputException(
                "UserKeyNotFound",
                $"{user} has no key '{Name}'.",
                "Get-SnowflakeUserKey without -Name lists them.",
                FailureKind.NotFound
            );
    }
}
