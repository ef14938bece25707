using QlikSnowflake.Errors;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud.Connections;

/// <summary>The properties of a connection in order, with what is secret among them kept apart until they are sent.</summary>
internal sealed class ConnectionProperties
{
    private readonly List<KeyValuePair<string, string>> _values = [];

    public ConnectionProperties(IEnumerable<KeyValuePair<string, string>> values)
    {
        foreach (var pair in values)
            Set(pair.Key, pair.Value);
    }

    /// <summary>Names and values in order, without secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values => _values;

    public void SetDefault(string name, string? value)
    {
        if (value is not null && !_values.Exists(p => Same(p.Key, name)))
            _values.Add(new(name, value));
    }

    public void Set(string name, string value)
    {
        // The tenant joins them to a connection string, which cannot carry these characters.
        if (
            name.Length == 0
            || name.Any(c => char.IsControl(c) || c is '=' or ';' or '"')
            || value.Any(c => char.IsControl(c) || c is ';' or '"')
        )
        {
            throw new InputException(
                ErrorIds.ConnectionPropertyInvalid,
                $"The property '{name}' has an empty name, or a quote, semicolon or line break in name or value.",
                "A connection string cannot carry these; correct it."
            );
        }

        _values.RemoveAll(p => Same(p.Key, name));
        _values.Add(new(name, value));
    }

    /// <summary>All properties as they are sent, with secrets still as SecureString: <see cref="SecretJson"/> writes them.</summary>
    public Dictionary<string, object> ToWire(SnowflakeLogin? login, string passphraseProperty)
    {
        var wire = _values.ToDictionary(p => p.Key, p => (object)p.Value);
        if (login is null)
            return wire;

        wire["username"] = login.User;
        if (login.Key is not { } key)
        {
            wire["password"] = login.Password!;
            return wire;
        }

        wire["authenticator"] = "snowflake_jwt";
        wire["PRIV_KEY_FILE"] = new[] { KeyFile(key) };
        if (key.Passphrase is { } passphrase)
            wire[passphraseProperty] = passphrase;
        return wire;
    }

    /// <summary>The one entry of PRIV_KEY_FILE.</summary>
    public static Dictionary<string, object> KeyFile(QlikKeyFile key) =>
        new() { ["name"] = key.FileName, ["value"] = key.Content };

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
