using System.Security;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Snowflake.Configuration;

/// <summary>Reads connection settings from keys as Snowflake's tools spell them (facts differ by tool; all are taken).</summary>
internal static class SettingsReader
{
    private static readonly string[] PrivateKeyPathNames = ["private_key_file", "private_key_path"];
    private static readonly string[] PrivateKeyNames = ["private_key_raw", "private_key"];
    private static readonly string[] PassphraseNames = ["private_key_file_pwd", "private_key_passphrase", "private_key_pwd"];

    /// <param name="source">Where the values come from.</param>
    /// <param name="value">Gives the value of a key, or null.</param>
    public static ConnectionSettings Read(string source, Func<string, string?> value) => new()
    {
        Source = source,
        Account = Account(value("account"), value("region")),
        User = value("user") ?? value("username"),
        HostName = Host(value("host"), value("port")),
        Role = value("role"),
        Warehouse = value("warehouse"),
        Database = value("database") ?? value("db"),
        Schema = value("schema"),
        Authenticator = value("authenticator")?.Trim().ToUpperInvariant(),
        PrivateKeyPath = Home(First(value, PrivateKeyPathNames)),
        PrivateKey = Secret(First(value, PrivateKeyNames)),
        Passphrase = Secret(First(value, PassphraseNames)),
        Token = Secret(value("token")),
        TokenPath = Home(value("token_file_path")),
    };

    private static string? First(Func<string, string?> value, string[] names) => names.Select(value).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    private static SecureString? Secret(string? text) => string.IsNullOrEmpty(text) ? null : SecretText.FromPlainText(text!);

    // The drivers' older way to say xy12345.eu-central-1.
    private static string? Account(string? account, string? region) =>
        account is not null && !string.IsNullOrEmpty(region) && !account.Contains('.') ? account + "." + region : account;

    private static string? Host(string? host, string? port) => host is not null && !string.IsNullOrEmpty(port) && !host.Contains(':') ? host + ":" + port : host;

    private static string? Home(string? path) => path is not null && (path.StartsWith("~/", StringComparison.Ordinal) || path.StartsWith("~\\", StringComparison.Ordinal))
        ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), path.Substring(2))
        : path;
}
