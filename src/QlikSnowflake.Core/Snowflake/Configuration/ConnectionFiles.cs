using System.Runtime.InteropServices;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Files;

namespace QlikSnowflake.Snowflake.Configuration;

/// <summary>
/// Named connections as Snowflake's own tools keep them: <c>connections.toml</c> and <c>config.toml</c> (Snowflake CLI,
/// "Configuring Snowflake CLI"; drivers, "connections.toml"). Where both exist, connections.toml has the connections.
/// </summary>
public sealed class ConnectionFiles
{
    private const string DefaultName = "default";
    private const string DefaultNameVariable = "SNOWFLAKE_DEFAULT_CONNECTION_NAME";

    private readonly Func<string, string?> _environment;
    private readonly string _folder;

    // The connections of a config.toml that do not count.
    private string[] _shadowed = [];

    /// <summary>Finds the folder; reads nothing yet.</summary>
    /// <param name="environment">Gives environment variables.</param>
    /// <param name="homeFolder">The user's home.</param>
    public ConnectionFiles(Func<string, string?> environment, string homeFolder)
    {
        _environment = environment;
        _folder = FindFolder(environment, homeFolder);
    }

    /// <summary>What the user should know of the files' permissions; set by reading.</summary>
    public IReadOnlyList<string> Warnings { get; private set; } = [];

    /// <summary>The files of this process's user.</summary>
    public static ConnectionFiles OfUser() =>
        new(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    /// <summary>The names of all connections, in order; none where there is no readable file.</summary>
    public IReadOnlyList<string> Names()
    {
        try
        {
            return [.. ReadConnections(out _).Keys.OrderBy(n => n, StringComparer.OrdinalIgnoreCase)];
        }
        catch (QlikSnowflakeException)
        {
            return [];
        }
    }

    /// <summary>
    /// The settings of a connection. For each key the variable <c>SNOWFLAKE_CONNECTIONS_NAME_KEY</c> comes before the file, and
    /// <c>SNOWFLAKE_KEY</c> after it; <c>PRIVATE_KEY_PASSPHRASE</c> comes before the file too.
    /// </summary>
    /// <param name="name">Its name; <c>default</c> stands for the default connection where none is named so.</param>
    /// <exception cref="InputException">There is none, or a file is damaged or can be changed by others.</exception>
    public ConnectionSettings Read(string name)
    {
        var connections = ReadConnections(out var defaultName);
        if (name == DefaultName && !connections.ContainsKey(name))
            name = defaultName ?? name;

        var key =
            connections.Keys.FirstOrDefault(k => string.Equals(k, name, StringComparison.Ordinal))
            ?? connections.Keys.FirstOrDefault(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase));
        var prefix = $"SNOWFLAKE_CONNECTIONS_{name.ToUpperInvariant()}_";
        if (key is null && NotEmpty(_environment(prefix + "ACCOUNT")) is null)
        {
            throw new InputException(
                ErrorIds.ConnectionNotFound,
                _shadowed.Contains(name, StringComparer.OrdinalIgnoreCase)
                    ? $"No connection named '{name}' is in {Path.Combine(_folder, "connections.toml")}, which goes before config.toml."
                    : $"No connection named '{name}' is in {Path.Combine(_folder, "connections.toml")} or config.toml.",
                _shadowed.Contains(name, StringComparer.OrdinalIgnoreCase)
                        ? "It stands in config.toml, whose connections do not count where there is a connections.toml: move it there."
                    : connections.Count == 0 ? "Create the file, or give -Account, -User and -PrivateKeyPath."
                    : "Known ones: " + string.Join(", ", connections.Keys) + ".",
                FailureKind.NotFound
            );
        }

        var file = key is null ? [] : connections[key];
        return SettingsReader.Read(
            $"connection '{name}'",
            Variables(_environment, prefix),
            PassphraseVariable(_environment),
            field => file.TryGetValue(field, out var value) ? value : null,
            Variables(_environment, "SNOWFLAKE_")
        );
    }

    /// <summary>The settings of the default connection, or of the environment where there is none.</summary>
    /// <exception cref="InputException">There is neither, or a file is damaged or can be changed by others.</exception>
    public ConnectionSettings ReadDefault()
    {
        var connections = ReadConnections(out var defaultName);
        if (defaultName is not null || connections.ContainsKey(DefaultName))
            return Read(DefaultName);
        if (FromEnvironment(_environment) is { Account: not null } settings)
            return settings;
        throw new InputException(
            ErrorIds.ConnectionNotFound,
            $"Nothing says whom to connect as: {Path.Combine(_folder, "connections.toml")} has no default connection, and "
                + "SNOWFLAKE_ACCOUNT is not set.",
            $"Give -Account, -User and -PrivateKeyPath, name a connection with -ConnectionName, or set {ConnectionSettings.Variables}.",
            FailureKind.NotFound
        );
    }

    /// <summary>The settings that the environment's general variables hold: <c>SNOWFLAKE_…</c>, and after them SnowSQL's.</summary>
    /// <param name="environment">Gives environment variables.</param>
    public static ConnectionSettings FromEnvironment(Func<string, string?> environment) =>
        SettingsReader.Read(
            "environment",
            Variables(environment, "SNOWFLAKE_"),
            PassphraseVariable(environment),
            Variables(environment, "SNOWSQL_")
        ) with
        {
            IsEnvironment = true,
        };

    private static Func<string, string?> Variables(Func<string, string?> environment, string prefix) =>
        field => NotEmpty(environment(prefix + field.ToUpperInvariant()));

    // Snowflake CLI's own variable, which goes before its file.
    private static Func<string, string?> PassphraseVariable(Func<string, string?> environment) =>
        field => field == "private_key_passphrase" ? NotEmpty(environment("PRIVATE_KEY_PASSPHRASE")) : null;

    private Dictionary<string, Dictionary<string, string>> ReadConnections(out string? defaultName)
    {
        var warnings = new List<string>();
        var config = ReadFile("config.toml", warnings);
        var connections = ReadFile("connections.toml", warnings);
        Warnings = warnings;

        defaultName = NotEmpty(_environment(DefaultNameVariable));
        if (
            defaultName is null
            && config is not null
            && config[string.Empty].TryGetValue("default_connection_name", out var named)
        )
            defaultName = named;

        var configured = config is null
            ? []
            : config
                .Where(t => t.Key.StartsWith("connections.", StringComparison.Ordinal))
                .ToDictionary(t => Unprefixed(t.Key), t => t.Value, StringComparer.Ordinal);
        if (connections is null)
            return configured;
        _shadowed = [.. configured.Keys];
        return connections
            .Where(t => t.Key.Length > 0)
            .ToDictionary(t => Unprefixed(t.Key), t => t.Value, StringComparer.Ordinal);
    }

    private Dictionary<string, Dictionary<string, string>>? ReadFile(string name, List<string> warnings)
    {
        var path = Path.Combine(_folder, name);
        if (!File.Exists(path))
            return null;

        var skipReadWarning = IsTrue(_environment("SF_SKIP_WARNING_FOR_READ_PERMISSIONS_ON_CONFIG_FILE"));
        switch (FileAccessCheck.Of(path))
        {
            case OthersCan.Write:
                throw new InputException(
                    ErrorIds.ConnectionFileUnsafe,
                    $"'{path}' can be changed by other users, who could send your credentials elsewhere.",
                    FileRights.Advice(path),
                    FailureKind.Security
                );
            case OthersCan.Read when !skipReadWarning:
                warnings.Add($"'{path}' can be read by other users. {FileRights.Advice(path)}");
                break;
        }

        return TomlReader.Read(InputFile.ReadText(path, InputFileKind.SnowflakeConnections), path);
    }

    private static string FindFolder(Func<string, string?> environment, string home)
    {
        if (NotEmpty(environment("SNOWFLAKE_HOME")) is { } named)
            return named.StartsWith("~", StringComparison.Ordinal) ? home + named.Substring(1) : named;

        var dotted = Path.Combine(home, ".snowflake");
        if (Directory.Exists(dotted))
            return dotted;
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
            return Path.Combine(home, "AppData", "Local", "snowflake");
        return RuntimeInformation.IsOSPlatform(OSPlatform.OSX)
            ? Path.Combine(home, "Library", "Application Support", "snowflake")
            : Path.Combine(NotEmpty(environment("XDG_CONFIG_HOME")) ?? Path.Combine(home, ".config"), "snowflake");
    }

    private static string Unprefixed(string table) =>
        table.StartsWith("connections.", StringComparison.Ordinal) ? table.Substring("connections.".Length) : table;

    private static string? NotEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static bool IsTrue(string? value) => value is "1" || string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
