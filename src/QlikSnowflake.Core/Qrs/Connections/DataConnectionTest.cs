using QlikSnowflake.Lists;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>How a data connection compares with what it should be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Id">Its id; null where there is no such connection.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="InDesiredState">Whether it is there and every field is as it should be; null where none is known to differ and
/// one could not be compared.</param>
/// <param name="Differences">The fields that differ or could not be compared.</param>
public sealed record DataConnectionTest(
    string Name,
    Guid? Id,
    bool Exists,
    bool? InDesiredState,
    IReadOnlyList<DataConnectionDifference> Differences
)
{
    /// <summary>The fields that could not be compared, because the repository does not show them.</summary>
    public TextList Unknown => [.. Differences.Where(d => d.IsUnknown).Select(d => d.Field)];

    /// <summary>Compares a connection with what it should be.</summary>
    /// <param name="connection">The connection, read with its secret.</param>
    /// <param name="wanted">What it should be.</param>
    public static DataConnectionTest Of(DataConnection connection, DataConnectionState wanted)
    {
        var differences = DataConnectionComparison.Compare(connection, wanted);
        bool? inDesiredState =
            differences.Count == 0 ? true
            : differences.All(d => d.IsUnknown) ? null
            : false;
        return new DataConnectionTest(connection.Name, connection.Id, true, inDesiredState, differences);
    }

    /// <summary>The result for a connection that is not there.</summary>
    /// <param name="name">The name looked for.</param>
    public static DataConnectionTest Missing(string name) => new(name, null, false, false, []);
}
