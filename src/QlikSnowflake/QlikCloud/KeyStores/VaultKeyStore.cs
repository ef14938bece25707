using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands.QlikCloud.KeyStores;

/// <summary>A secret of the module Microsoft.PowerShell.SecretManagement, through its commands.</summary>
internal sealed class VaultKeyStore(
    CommandInvocationIntrinsics commands,
    string secret,
    string? vault,
    Func<Func<SecureString?>, Task<SecureString?>> onPipeline
) : PipelineKeyStore(onPipeline)
{
    private const string ReadScript = """
        param($Name, $Vault)
        $where = @{ Name = $Name; ErrorAction = 'Stop' }
        if ($Vault) { $where.Vault = $Vault }
        try { Get-Secret @where }
        catch {
            $noCommand = $_.Exception -is [System.Management.Automation.CommandNotFoundException]
            if ($noCommand -or $_.CategoryInfo.Category -ne 'ObjectNotFound') { throw }
        }
        """;

    private const string WriteScript = """
        param($Name, $Vault, $Secret)
        $where = @{ Name = $Name; ErrorAction = 'Stop' }
        if ($Vault) { $where.Vault = $Vault }
        Set-Secret @where -SecureStringSecret $Secret
        """;

    public override string Name =>
        vault is null ? $"the vault secret '{secret}'" : $"the secret '{secret}' of the vault '{vault}'";

    protected override SecureString? Read()
    {
        var found = commands.InvokeScript(ReadScript, secret, vault);
        if (found.Count == 0 || found[0] is null)
            return null;
        return found[0].BaseObject as SecureString
            ?? throw new InputException(
                ErrorIds.SecretNotAKey,
                $"{Name} is of type {found[0].BaseObject.GetType().Name}, not SecureString.",
                "Name a secret that holds an API key alone.",
                FailureKind.InvalidData
            );
    }

    protected override void Write(SecureString apiKey) => commands.InvokeScript(WriteScript, secret, vault, apiKey);
}
