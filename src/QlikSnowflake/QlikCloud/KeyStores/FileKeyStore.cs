using System.Management.Automation;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>
/// A file that holds the key: protected by Windows for the account, encrypted to a certificate, or plain for its owner
/// alone.
/// </summary>
internal sealed class FileKeyStore(
    CommandInvocationIntrinsics commands,
    string path,
    ApiKeyFileForm form,
    X509Certificate2? certificate,
    Func<Func<SecureString?>, Task<SecureString?>> onPipeline
) : PipelineKeyStore(onPipeline)
{
    public override string Name => $"the file '{path}'";

    public override string Identity => RotationLock.IdentityOf(path);

    protected override SecureString? Read() => new KeyFileProtection(commands).Read(path, certificate);

    protected override void Write(SecureString apiKey) =>
        ApiKeyFile.Write(path, new KeyFileProtection(commands).Protect(apiKey, form, certificate));
}
