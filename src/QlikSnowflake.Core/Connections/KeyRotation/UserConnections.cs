using QlikSnowflake.Http;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>The connections of one Snowflake user, by what a rotation does with them.</summary>
/// <param name="Switched">They hold the new key.</param>
/// <param name="Open">They hold the old key, or one that nobody can tell.</param>
/// <param name="Others">What is left as it is: with another key of the user, or in another account.</param>
/// <param name="LeftOut">What could not be looked at and may hold the old key.</param>
internal sealed record UserConnections(
    IReadOnlyList<SnowflakeConnection> Switched,
    IReadOnlyList<SnowflakeConnection> Open,
    IReadOnlyList<ConnectionResult> Others,
    IReadOnlyList<ConnectionResult> LeftOut
)
{
    /// <summary>Reads all sites anew. What fails there is left out, not thrown.</summary>
    public static async Task<UserConnections> ReadAsync(
        IReadOnlyList<IConnectionSite> sites,
        RotatedUser user,
        string? newFingerprint,
        SwitchNotes notes,
        CallContext context
    )
    {
        using var inventory = new ConnectionInventory(sites);
        var found = await inventory.ReadAllAsync(context).ConfigureAwait(false);
        var (switched, open) = (new List<SnowflakeConnection>(), new List<SnowflakeConnection>());
        var (others, leftOut) = (new List<ConnectionResult>(), new List<ConnectionResult>());
        var settled = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var row in found.Connections.Select(notes.AddTo))
        {
            var kinship = await user.KinshipOfAsync(row, context).ConfigureAwait(false);
            if (kinship == Kinship.Unknown)
            {
                leftOut.Add(ConnectionResult.Of(row, ConnectionOutcome.Unknown, Uncertainty(row)));
                continue;
            }

            settled.Add(SwitchNotes.NameOf(row));
            if (kinship == Kinship.OtherAccount)
                others.Add(
                    ConnectionResult.Of(
                        row,
                        ConnectionOutcome.OtherAccount,
                        $"It logs in to {row.Account}, and is left as it is."
                    )
                );
            else if (kinship == Kinship.Same && newFingerprint is not null && row.KeyFingerprint == newFingerprint)
                switched.Add(row);
            else if (kinship == Kinship.Same && user.HoldsOtherKey(row))
                others.Add(
                    ConnectionResult.Of(
                        row,
                        ConnectionOutcome.OtherKey,
                        $"It holds another key of {user.Name} ({row.KeyFingerprint}), which stays registered."
                    )
                );
            else if (kinship == Kinship.Same)
                open.Add(row);
        }

        foreach (var finding in found.Findings.Where(f => f.LeavesOut))
        {
            // Whether one that may not be changed is the user's is known by its row, and whether it can be changed shows in trying.
            if (
                finding is { Kind: ConnectionFindingKind.NotChangeable, ConnectionId: { } id }
                && settled.Contains($"{finding.Service}|{finding.Site}|{id}")
            )
                continue;
            leftOut.Add(
                new ConnectionResult(
                    finding.Service,
                    finding.Site,
                    finding.ConnectionId ?? string.Empty,
                    finding.ConnectionName ?? finding.Site,
                    ConnectionOutcome.Unknown,
                    finding.Message
                )
            );
        }

        return new UserConnections(switched, open, others, leftOut);
    }

    private static string Uncertainty(SnowflakeConnection row) =>
        row.Login == SnowflakeLoginKind.Dsn ? "What its ODBC data source says, Qlik does not know."
        : row.User is null ? "As which user it logs in, the service does not say."
        : row.Account is null ? "To which account it leads, its connection string does not say."
        : "How it logs in cannot be told.";
}
