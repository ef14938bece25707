using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>The lines of a plan, in the order in which they are done.</summary>
internal sealed class KeyChangeList(ConnectionKeyRotationOptions options, RotatedKey rotated, UserConnections connections)
{
    public IReadOnlyList<PlannedKeyChange> ToList()
    {
        var newKey = new NewKey(options.Key);
        var target = $"{rotated.User} on {rotated.Account}";
        var keys = new RotatedKeyState(null!, rotated);
        var lines = new List<PlannedKeyChange>
        {
            Line("Make new key", newKey.Path, string.Empty, newKey.Exists ? string.Empty : new MakeKeyStep(newKey).Change),
            Line("Register new key", target, "Snowflake", new RegisterKeyStep(keys, newKey).Change),
            Line("Prove new key", target, "Snowflake", "Log in with it"),
        };
        lines.AddRange(connections.Switched.Select(c => Line(c, ConnectionOutcome.Switched, string.Empty)));
        lines.AddRange(connections.Open.Select(c => Line(c, ConnectionOutcome.ToSwitch, Change(c))));
        lines.AddRange(connections.Others.Concat(connections.LeftOut).Select(c => Line(c)));
        if (rotated.OldFingerprint is not null)
            lines.Add(Line("Retire old key", target, "Snowflake", Retirement(new RetireKeyStep(keys, newKey).Change)));
        return lines;
    }

    private string Retirement(string statement) =>
        connections.LeftOut.Count > 0 && !options.Force ? string.Empty
        : options.GracePeriod is { } grace && grace > TimeSpan.Zero ? $"{statement}, by a run after {grace}"
        : statement;

    private static string Change(SnowflakeConnection connection) =>
        connection.Connections.Count == 0
            ? "Give it the new key"
            : $"Give the new key to the credential of {connection.Connections.Count} connections";

    private static PlannedKeyChange Line(string step, string target, string service, string change) =>
        new(step, target, service, string.Empty, change, null);

    private static PlannedKeyChange Line(SnowflakeConnection row, ConnectionOutcome outcome, string change) =>
        new("Switch connection", row.ToString(), row.Service, row.Id, change, outcome);

    private static PlannedKeyChange Line(ConnectionResult left) =>
        new("Switch connection", left.ToString(), left.Service, left.Id, string.Empty, left.Outcome);
}
