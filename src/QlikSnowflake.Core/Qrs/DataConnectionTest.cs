namespace QlikSnowflake.Qrs;

/// <summary>How a data connection compares with what it should be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id; null where there is no such connection.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="InDesiredState">Whether it is there and no field is known to differ.</param>
/// <param name="Differences">The fields that differ or could not be compared.</param>
public sealed record DataConnectionTest(string Name, Guid? Id, bool Exists, bool InDesiredState, IReadOnlyList<DataConnectionDifference> Differences)
{
    /// <summary>The fields that could not be compared, because the repository does not show them.</summary>
    public IReadOnlyList<string> Unknown => [.. Differences.Where(d => d.IsUnknown).Select(d => d.Field)];

    /// <summary>Compares a connection with what it should be.</summary>
    /// <param name="connection">The connection, read with its secret.</param>
    /// <param name="wanted">What it should be.</param>
    public static DataConnectionTest Of(DataConnection connection, DataConnectionState wanted)
    {
        var differences = DataConnectionComparison.Compare(connection, wanted);
        return new DataConnectionTest(connection.Name, connection.Id, true, differences.All(d => d.IsUnknown), differences);
    }

    /// <summary>The result for a connection that is not there.</summary>
    /// <param name="name">The name looked for.</param>
    public static DataConnectionTest Missing(string name) => new(name, null, false, false, []);
}
