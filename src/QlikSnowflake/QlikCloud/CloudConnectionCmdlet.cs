using System.Collections;
using System.Management.Automation;
using System.Security;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>What making and changing a data connection share: properties, and how it logs in to Snowflake.</summary>
public abstract class CloudConnectionCmdlet : QlikCloudCmdlet
{
    private protected const string KeyPairSet = "SnowflakeKeyPair";
    private protected const string PasswordSet = "SnowflakePassword";

    /// <summary>The private key's passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNull]
    [SecretArgument]
    public SecureString? Passphrase { get; set; }

    /// <summary>The property that takes the passphrase, where the tenant's own list of properties does not say.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? PassphraseProperty { get; set; }

    /// <summary>Further properties of the connection, without secrets.</summary>
    [Parameter]
    [ValidateNotNull]
    [PropertyTableArgument]
    public IDictionary? ConnectionProperty { get; set; }

    /// <summary>Tells of properties that a connection to Snowflake is given and its connector is not known to take.</summary>
    private protected void WarnOfUnknownKeys(string dataSource)
    {
        var isSnowflake = dataSource.IndexOf("snowflake", StringComparison.OrdinalIgnoreCase) >= 0;
        if (isSnowflake && SnowflakeConnectionKeys.Warning(Properties().Select(p => p.Key)) is { } warning)
            WriteWarning(warning);
    }

    private protected List<KeyValuePair<string, string>> Properties()
    {
        var properties = PropertyTable.ToSetValues(ConnectionProperty ?? new Hashtable()).ToList();
        foreach (var name in properties.Select(p => p.Key))
        {
            if (SnowflakeLogin.IsSecret(name) || string.Equals(name, PassphraseProperty, StringComparison.OrdinalIgnoreCase))
                throw new InputException(
                    ErrorIds.ConnectionPropertySecret,
                    $"The property '{name}' holds a secret.",
                    "Give -Credential, or -PrivateKeyPath and -Passphrase."
                );
        }

        return properties;
    }
}
