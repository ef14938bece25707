using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Gets the public keys registered for a Snowflake user.</summary>
[Cmdlet(VerbsCommon.Get, "SnowflakeUserKey")]
[OutputType(typeof(SnowflakeUserKey))]
public sealed class GetSnowflakeUserKeyCommand : SnowflakeCmdlet
{
    /// <summary>The user: a name, or an object with the property User, such as a key; without it the session's own user.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNullOrEmpty]
    [Alias("InputObject")]
    [ArgumentCompleter(typeof(SnowflakeUserCompleter))]
    public object? User { get; set; }

    /// <summary>Names of keys: RSA_PUBLIC_KEY, RSA_PUBLIC_KEY_2 or of key pairs; wildcards are allowed.</summary>
    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SnowflakeKeyCompleter))]
    public string? Name { get; set; }

    private protected override object? Target => User;

    private protected override bool TakesObjects => true;

    private protected override void Process()
    {
        if (User is null)
            Find(Current.User, Name is null ? null : NameText.Pattern(Name));
        else
            InSessionOf(User, () => Find(new PipedObject(User)));
    }

    private void Find(PipedObject input)
    {
        var name =
            Name is not null ? NameText.Pattern(Name)
            : input.Text is null && input.Property("Name") is { } own && input.Property("Fingerprint") is not null
                ? NameText.Literal(own)
            : null;
        Find(UserTargets.Read(input), name);
    }

    private void Find(string user, NamePattern? name)
    {
        var names = new Names<SnowflakeUserKey>(name is null ? null : [name], key => [key.Name]);
        foreach (var key in names.Choose(WaitFor(context => new UserKeyClient(Current).ListAsync(user, context))))
            WriteObject(key);
        foreach (var missing in names.Missing())
            throw UserTargets.KeyNotFound(user, missing);
    }
}
