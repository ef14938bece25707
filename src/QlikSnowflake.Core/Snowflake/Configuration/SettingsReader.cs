using System.Security;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Configuration;

/// <summary>Reads connection settings from keys as Snowflake's tools spell them (facts differ by tool; all are taken).</summary>
internal sealed class SettingsReader
{
    private static readonly string[] AccountNames = ["account", "accountname", "account_name"];
    private static readonly string[] OrganizationNames = ["organization", "organization_name"];
    private static readonly string[] KeyPathNames = ["private_key_file", "private_key_path"];
    private static readonly string[] KeyNames = ["private_key_raw", "private_key"];

    // An account locator without a region is in this one (Snowflake, "Account identifiers").
    private const string RegionOfBareLocators = "us-west-2";

    private readonly Func<string, string?>[] _layers;

    private SettingsReader(Func<string, string?>[] layers) => _layers = layers;

    /// <summary>Reads what several places say. A place that says something comes before those after it, however each spells it.</summary>
    /// <param name="source">What to call them in messages.</param>
    /// <param name="layers">Each gives the value of a key, or null; the first is asked first.</param>
    public static ConnectionSettings Read(string source, params Func<string, string?>[] layers) =>
        new SettingsReader(layers).Read(source);

    private ConnectionSettings Read(string source)
    {
        // A key's file in one place must not be mixed with a key's text in another.
        var key = LayerOf([.. KeyPathNames, .. KeyNames]);
        return new ConnectionSettings
        {
            Source = source,
            Account = Account(),
            User = First("user", "username"),
            HostName = Host(),
            Role = First("role", "rolename"),
            Warehouse = First("warehouse", "warehousename"),
            Database = First("database", "dbname", "db"),
            Schema = First("schema", "schemaname"),
            Authenticator = First("authenticator")?.Trim().ToUpperInvariant(),
            PrivateKeyPath = ExpandHome(ValueOf(key, KeyPathNames)),
            PrivateKey = Secret(ValueOf(key, KeyNames)),
            Passphrase = Secret(First("private_key_file_pwd", "private_key_passphrase", "private_key_pwd")),
            HasPassword = First("password", "pwd") is not null,
            Token = Secret(First("token")),
            TokenPath = ExpandHome(First("token_file_path")),
        };
    }

    // Terraform gives the organization apart. The drivers' older way to say xy12345.eu-central-1 is a region; an organization's
    // account name (with a hyphen) has none.
    private string? Account()
    {
        var layer = LayerOf(AccountNames);
        var account = ValueOf(layer, AccountNames);
        if (account is not null && account.IndexOfAny(['.', '-']) < 0 && ValueOf(layer, OrganizationNames) is { } organization)
            return organization + "-" + account;
        var region = ValueOf(layer, "region");
        return account is null || region is null || region == RegionOfBareLocators || account.IndexOfAny(['.', '-']) >= 0
            ? account
            : account + "." + region;
    }

    private string? Host()
    {
        var layer = LayerOf("host");
        return ValueOf(layer, "host") is { } host && ValueOf(layer, "port") is { } port && !host.Contains(':')
            ? host + ":" + port
            : ValueOf(layer, "host");
    }

    private string? First(params string[] names) => ValueOf(LayerOf(names), names);

    private Func<string, string?>? LayerOf(params string[] names) =>
        Array.Find(_layers, layer => ValueOf(layer, names) is not null);

    private static string? ValueOf(Func<string, string?>? layer, params string[] names) =>
        layer is null ? null : names.Select(layer).FirstOrDefault(value => !string.IsNullOrEmpty(value));

    private static SecureString? Secret(string? text) => text is null ? null : SecretText.FromPlainText(text);

    private static string? ExpandHome(string? path) =>
        path is not null && (path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
            ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path.Substring(2))
            : path;
}
