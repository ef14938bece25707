namespace QlikSnowflake.Connections;

/// <summary>
/// The keys of a connection of Qlik's Snowflake connector that are known: those of Qlik support article 2522745, of Qlik Cloud's
/// connections, and what connectors of the same package take. Others may exist.
/// </summary>
public static class SnowflakeConnectionKeys
{
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "provider",
        "driver",
        "sourceType",
        "server",
        "port",
        "database",
        "schema",
        "warehouse",
        "role",
        "authenticator",
        "username",
        "password",
        "userid",
        "PRIV_KEY_FILE",
        "PRIV_KEY_FILE_PWD",
        "validateSessionParam",
        "allowNonSelectQueries",
        "QueryTimeout",
        "Timeout",
        "useBulkReader",
        "bulkFetchSize",
        "bulkFetchColumnMode",
        "rowBatchSize",
        "maxStringLength",
        "logSQLStatements",
        "separateCredentials",
        "credentialsName",
        "selectedCredentials",
        "tracing",
    };

    /// <summary>What to tell of keys that are not known, most of them misspelt; null where all are known.</summary>
    /// <param name="names">The keys that are given.</param>
    public static string? Warning(IEnumerable<string> names)
    {
        var unknown = names.Where(n => !Known.Contains(n)).Select(n => Nearest(n) is { } near ? $"'{n}' ('{near}'?)" : $"'{n}'");
        var text = string.Join(", ", unknown);
        return text.Length == 0
            ? null
            : $"The Snowflake connector is not known to take {text}: it is written as given, and the connector ignores what it does "
                + "not know.";
    }

    private static string? Nearest(string name)
    {
        var best = Known.OrderBy(k => Distance(name, k)).ThenBy(k => k, StringComparer.Ordinal).First();
        return Distance(name, best) <= Math.Max(1, best.Length / 4) ? best : null;
    }

    // Edits between two words, a swap of neighbours counting as one (optimal string alignment).
    private static int Distance(string left, string right)
    {
        var (a, b) = (left.ToUpperInvariant(), right.ToUpperInvariant());
        var cost = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    cost[i, j] = i + j;
                    continue;
                }

                var differs = a[i - 1] == b[j - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + differs);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    least = Math.Min(least, cost[i - 2, j - 2] + 1);
                cost[i, j] = least;
            }
        }

        return cost[a.Length, b.Length];
    }
}
