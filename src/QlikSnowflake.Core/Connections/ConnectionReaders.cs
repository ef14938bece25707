using QlikSnowflake.Http;

namespace QlikSnowflake.Connections;

/// <summary>Reads a site or an inventory to its end.</summary>
public static class ConnectionReaders
{
    /// <summary>Reads everything that is left.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="context">The operation.</param>
    public static async Task<ConnectionList> ReadAllAsync(this IConnectionReader reader, CallContext context)
    {
        var connections = new List<SnowflakeConnection>();
        var findings = new List<ConnectionFinding>();
        while (await reader.ReadAsync(context).ConfigureAwait(false) is { } batch)
        {
            connections.AddRange(batch.Connections);
            findings.AddRange(batch.Findings);
        }

        return new ConnectionList(connections, findings);
    }
}
