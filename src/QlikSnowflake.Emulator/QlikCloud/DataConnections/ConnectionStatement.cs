namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>The statement of a connection: <c>CUSTOM CONNECT TO "provider=…;driver=…;key=value;"</c>.</summary>
internal static class ConnectionStatement
{
    private const string Start = "CUSTOM CONNECT TO \"";

    public static string Write(DataSource source, IEnumerable<KeyValuePair<string, string>> properties) =>
        Start
        + string.Concat(
            properties
                .Where(pair => !IsFixed(pair.Key))
                .Prepend(KeyValuePair.Create("driver", source.Driver))
                .Prepend(KeyValuePair.Create("provider", source.Provider))
                .Select(pair => $"{pair.Key}={pair.Value};")
        )
        + "\"";

    /// <summary>The properties in order; none where the statement has another form.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> Parse(string statement)
    {
        if (!statement.StartsWith(Start, StringComparison.OrdinalIgnoreCase) || !statement.EndsWith('"'))
            return [];
        return
        [
            .. statement[Start.Length..^1]
                .Split(';', StringSplitOptions.RemoveEmptyEntries)
                .Select(part => part.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair.Length == 2 ? pair[1] : "")),
        ];
    }

    private static bool IsFixed(string key) =>
        key.Equals("provider", StringComparison.OrdinalIgnoreCase) || key.Equals("driver", StringComparison.OrdinalIgnoreCase);
}
