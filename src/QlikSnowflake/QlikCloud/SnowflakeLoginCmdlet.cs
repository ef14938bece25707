using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.QlikCloud.Connections;

namespace QlikSnowflake.Commands.QlikCloud;

/// <summary>What making and changing a data connection share: properties, and how it logs in to Snowflake.</summary>
public abstract class SnowflakeLoginCmdlet : QlikCloudCmdlet
{
    private protected const string KeyPairSet = "SnowflakeKeyPair";
    private protected const string PasswordSet = "SnowflakePassword";

    /// <summary>The private key's passphrase, where it is encrypted.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNull]
    public SecureString? Passphrase { get; set; }

    /// <summary>The property that takes the passphrase, where the tenant's own list of properties does not say.</summary>
    [Parameter(ParameterSetName = KeyPairSet)]
    [ValidateNotNullOrEmpty]
    public string? PassphraseProperty { get; set; }

    /// <summary>Further properties of the connection, without secrets.</summary>
    [Parameter]
    [ValidateNotNull]
    public IDictionary? ConnectionProperty { get; set; }

    private protected List<KeyValuePair<string, string>> Properties()
    {
        var properties = new List<KeyValuePair<string, string>>();
        foreach (DictionaryEntry entry in ConnectionProperty ?? new Hashtable())
        {
            var name = LanguagePrimitives.ConvertTo<string>(entry.Key);
            if (name is "password" or "PRIV_KEY_FILE" or SnowflakeLogin.UsualPassphraseProperty)
                throw new InputException("ConnectionPropertySecret", $"The property '{name}' holds a secret.", "Give -Credential, or -PrivateKeyPath and -Passphrase.");
            properties.Add(new(name, Text(name, entry.Value)));
        }

        return properties;
    }

    // What reads the properties are machines: true, 4096 and 1.5 in every culture.
    private static string Text(string name, object? value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => throw new InputException("ConnectionPropertyInvalid", $"The property '{name}' is $null.", "Leave it out, or give it a value."),
        bool flag => flag ? "true" : "false",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        var other => other.ToString() ?? string.Empty,
    };
}
