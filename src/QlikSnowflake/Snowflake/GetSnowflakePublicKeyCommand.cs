using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Gets the public key, its fingerprint, and the statement that registers it.</summary>
[Cmdlet(VerbsCommon.Get, "SnowflakePublicKey", DefaultParameterSetName = PrivateSet)]
[OutputType(typeof(SnowflakePublicKey))]
public sealed class GetSnowflakePublicKeyCommand : QlikSnowflakeCmdlet
{
    private const string PrivateSet = "PrivateKey";
    private const string PublicSet = "PublicKey";

    /// <summary>The private key's file.</summary>
    [Parameter(
        Mandatory = true,
        Position = 0,
        ParameterSetName = PrivateSet,
        ValueFromPipeline = true,
        ValueFromPipelineByPropertyName = true
    )]
    [ValidateNotNullOrEmpty]
    public string PrivateKeyPath { get; set; } = string.Empty;

    /// <summary>Its passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = PrivateSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The public key's file.</summary>
    [Parameter(Mandatory = true, ParameterSetName = PublicSet)]
    [ValidateNotNullOrEmpty]
    public string PublicKeyPath { get; set; } = string.Empty;

    /// <summary>The user's name, for the statement.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(KnownUserCompleter))]
    public string User { get; set; } = "MY_USER";

    private protected override object Target => ParameterSetName == PublicSet ? PublicKeyPath : PrivateKeyPath;

    private protected override void Process()
    {
        var path = ResolvePath(ParameterSetName == PublicSet ? PublicKeyPath : PrivateKeyPath);
        var key = ParameterSetName == PublicSet ? PublicKey.ReadFile(path) : ReadFromPrivate(path);
        WriteObject(new SnowflakePublicKey(path, key.Fingerprint, key.Body, key.KeySize, UserKeySql.SetPublicKey(User, key)));
    }

    private PublicKey ReadFromPrivate(string path)
    {
        using var key = SigningKey.ReadFile(path, Passphrase);
        return key.PublicKey;
    }
}
