using System.Text.RegularExpressions;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Connections;

/// <summary>
/// What the text or the properties of a data connection tell of where it leads and how it logs in. It reads whatever sites hold, made
/// by hand, by user interfaces and by scripts; what it cannot read it says so of, and takes for nothing.
/// </summary>
internal sealed class ConnectionText
{
    private static readonly Regex Odbc = new(
        @"^\s*ODBC\s+CONNECT(32|64)?\s+TO\s+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    private static readonly Regex Custom = new(
        @"^\s*(CUSTOM|LIB)\s+CONNECT(32|64)?\s+TO\s+",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    private static readonly char[] Wrapping = ['"', '\'', '[', ']', ' ', '\t', '\r', '\n'];
    private static readonly string[] Hosts = [".snowflakecomputing.com", ".snowflakecomputing.cn"];

    private readonly Dictionary<string, string> _values;
    private readonly bool _isReadable;
    private readonly bool _isOdbc;

    private ConnectionText(Dictionary<string, string> values, bool isReadable, bool isOdbc)
    {
        _values = values;
        _isReadable = isReadable;
        _isOdbc = isOdbc;
    }

    /// <summary>Whether it is known to lead to Snowflake.</summary>
    public bool IsSnowflake =>
        (this["driver"] is { } driver && driver.IndexOf("snowflake", StringComparison.OrdinalIgnoreCase) >= 0)
        || (Host is { } host && Hosts.Any(h => host.EndsWith(h, StringComparison.OrdinalIgnoreCase)));

    /// <summary>
    /// Whether it may lead to Snowflake, for all that can be read: an ODBC data source by its name alone, or a text that is
    /// encrypted.
    /// </summary>
    public bool MayBeSnowflake => IsSnowflake || (_isOdbc ? this["driver"] is null && Host is null : !_isReadable);

    /// <summary>The server, without scheme, port and path.</summary>
    public string? Host
    {
        get
        {
            if ((this["server"] ?? this["host"] ?? this["url"])?.Trim() is not { Length: > 0 } text)
                return null;
            var start = text.IndexOf("://", StringComparison.Ordinal);
            var host = start < 0 ? text : text.Substring(start + 3);
            var end = host.IndexOfAny([':', '/', '?']);
            return end < 0 ? host : host.Substring(0, end);
        }
    }

    /// <summary>The account's identifier; the server's name where it is none of Snowflake's own.</summary>
    public string? Account =>
        Host is not { Length: > 0 } host ? null
        : Hosts.FirstOrDefault(h => host.EndsWith(h, StringComparison.OrdinalIgnoreCase)) is { } domain
            ? host.Substring(0, host.Length - domain.Length)
        : host;

    /// <summary>The user that the text itself names.</summary>
    public string? User => this["username"] ?? this["uid"] ?? this["user"];

    /// <summary>The value of a property, whatever its case and the blanks around it; null where it is missing or empty.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>
    /// How it logs in. Password is said only of what was read whole and names nothing else: an audit must not take for a password
    /// what it cannot read.
    /// </summary>
    public SnowflakeLoginKind Login
    {
        get
        {
            if (_isOdbc || this["dsn"] is not null)
                return SnowflakeLoginKind.Dsn;
            if (!_isReadable || (this["provider"] is { } provider && !SnowflakeDataConnection.IsProvider(provider)))
                return SnowflakeLoginKind.Unknown;

            var named = new[] { this["authenticator"], this["authMechanism"], this["authentication_mode"] }
                .Where(v => v is not null)
                .Select(v => KindOf(v!))
                .Distinct()
                .ToList();
            return named.Count switch
            {
                0 when _values.Keys.Any(k => k.StartsWith("oauth", StringComparison.OrdinalIgnoreCase)) =>
                    SnowflakeLoginKind.OAuth,
                0 => SnowflakeLoginKind.Password,
                1 => named[0],
                _ => SnowflakeLoginKind.Unknown,
            };
        }
    }

    /// <summary>Reads a connection's text.</summary>
    /// <param name="text">The text, of any connector.</param>
    public static ConnectionText Of(string text)
    {
        var isOdbc = Odbc.Match(text) is { Success: true };
        var prefix = isOdbc ? Odbc.Match(text) : Custom.Match(text);
        var body = (prefix.Success ? text.Substring(prefix.Length) : text).Trim(Wrapping);
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var isReadable = prefix.Success;
        var isFirst = true;
        foreach (var part in body.Split(';'))
        {
            var equals = part.IndexOf('=');
            var key = equals < 0 ? string.Empty : part.Substring(0, equals).Trim();
            if (key.Length > 0)
            {
                // The first of two wins at the connector as well.
                if (!values.ContainsKey(key))
                    values.Add(key, part.Substring(equals + 1).Trim().Trim('{', '}'));
            }
            else if (part.Trim().Length > 0)
            {
                if (isOdbc && isFirst)
                    values["dsn"] = part.Trim();
                else
                    isReadable = false;
            }

            isFirst = false;
        }

        return new ConnectionText(values, isReadable && !IsEncrypted(values), isOdbc);
    }

    /// <summary>Reads properties that a service parsed itself.</summary>
    /// <param name="properties">The properties.</param>
    public static ConnectionText Of(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var values = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var property in properties)
            values[property.Key.Trim()] = property.Value.Trim();
        return new ConnectionText(values, values.Count > 0 && !IsEncrypted(values), isOdbc: false);
    }

    // The engine writes "ENCRYPTED==…" over what it keeps from being read.
    private static bool IsEncrypted(Dictionary<string, string> values) =>
        values.Keys.Any(k => k.StartsWith("ENCRYPTED", StringComparison.OrdinalIgnoreCase));

    private static SnowflakeLoginKind KindOf(string value)
    {
        var name = value.ToUpperInvariant().Replace("_", string.Empty).Replace("-", string.Empty).Replace(" ", string.Empty);
        return name switch
        {
            "SNOWFLAKEJWT" or "KEYPAIR" or "JWT" => SnowflakeLoginKind.KeyPair,
            "SNOWFLAKE" or "PASSWORD" or "USERNAMEPASSWORD" or "USERNAMEANDPASSWORD" => SnowflakeLoginKind.Password,
            _ when name.StartsWith("OAUTH", StringComparison.Ordinal) => SnowflakeLoginKind.OAuth,
            _ => SnowflakeLoginKind.Unknown,
        };
    }
}
