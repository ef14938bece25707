using System.Text.Json;
using QlikSnowflake.Connections;

namespace QlikSnowflake.Report;

/// <summary>The parts of a report's JSON. Names with nothing to say are left out.</summary>
internal static class ReportJsonParts
{
    private const int BeginningLength = 27;

    public static void WriteNumbers(Utf8JsonWriter json, string name, ReportNumbers numbers)
    {
        json.WriteStartObject(name);
        json.WriteNumber("connections", numbers.Connections);
        json.WriteNumber("password", numbers.Password);
        json.WriteNumber("keyPair", numbers.KeyPair);
        json.WriteNumber("oauth", numbers.OAuth);
        json.WriteNumber("unknown", numbers.Unknown);
        json.WriteNumber("accounts", numbers.Accounts);
        json.WriteNumber("users", numbers.Users);
        json.WriteNumber("oldKeys", numbers.OldKeys);
        json.WriteNumber("endingApiKeys", numbers.EndingApiKeys);
        json.WriteEndObject();
    }

    public static void WriteFindings(Utf8JsonWriter json, IEnumerable<ReportFinding> findings, bool inFull)
    {
        json.WriteStartArray("findings");
        foreach (var finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("id", finding.Id);
            json.WriteString("severity", finding.Severity.ToString());
            json.WriteString("title", finding.Title);
            if (inFull)
            {
                json.WriteString("reason", finding.Reason);
                WriteText(json, "recommendedAction", finding.RecommendedAction);
                WriteTexts(json, "subjects", finding.Subjects);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteConnection(Utf8JsonWriter json, SnowflakeConnection connection, bool inFull)
    {
        json.WriteStartObject();
        json.WriteString("id", connection.Id);
        json.WriteString("name", connection.Name);
        WriteText(json, "account", connection.Account);
        WriteText(json, "user", connection.User);
        json.WriteString("login", connection.Login.ToString());
        WriteText(json, "keyFingerprint", inFull ? connection.KeyFingerprint : Beginning(connection.KeyFingerprint));
        if (inFull)
        {
            WriteText(json, "owner", connection.Owner);
            WriteText(json, "space", connection.Space);
            WriteText(json, "role", connection.Role);
            WriteText(json, "warehouse", connection.Warehouse);
            WriteText(json, "database", connection.Database);
            WriteText(json, "keyName", connection.KeyName);
            json.WriteString("evidence", connection.Evidence.ToString());
            WriteTime(json, "modifiedAt", connection.ModifiedAt);
            json.WriteBoolean("isCertain", connection.IsCertain);
            if (connection.Connections.Count > 0)
                WriteTexts(json, "sharedBy", connection.Connections.Select(c => c.Name));
        }

        json.WriteEndObject();
    }

    public static void WriteChanges(Utf8JsonWriter json, ReportChanges? changes)
    {
        if (changes is null)
            return;

        json.WriteStartObject("changes");
        json.WriteString("since", changes.Since);
        WriteNumbers(json, "before", changes.Before);
        json.WriteStartArray("connections");
        foreach (var change in changes.Connections)
        {
            json.WriteStartObject();
            json.WriteString("kind", change.Kind.ToString());
            json.WriteString("service", change.Service);
            json.WriteString("site", change.Site);
            json.WriteString("id", change.Id);
            json.WriteString("name", change.Name);
            WriteText(json, "before", change.Before);
            WriteText(json, "after", change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteTexts(json, "newFindings", changes.NewFindings.Select(f => f.Title));
        WriteTexts(json, "goneFindings", changes.GoneFindings);
        WriteTexts(json, "leftOut", changes.LeftOut.Select(s => s.Name));
        json.WriteEndObject();
    }

    public static void WriteRotations(Utf8JsonWriter json, IEnumerable<ReportRotation> rotations)
    {
        json.WriteStartArray("rotations");
        foreach (var rotation in rotations)
        {
            json.WriteStartObject();
            json.WriteString("account", rotation.Account);
            json.WriteString("user", rotation.User);
            json.WriteString("keyName", rotation.KeyName);
            WriteText(json, "oldFingerprint", rotation.OldFingerprint);
            WriteText(json, "newFingerprint", rotation.NewFingerprint);
            json.WriteString("startedAt", rotation.StartedAt);
            json.WriteString("lastAt", rotation.LastAt);
            json.WriteString("state", rotation.State.ToString());
            WriteTime(json, "waitsUntil", rotation.WaitsUntil);
            json.WriteStartArray("connections");
            foreach (var connection in rotation.Connections)
            {
                json.WriteStartObject();
                json.WriteString("service", connection.Service);
                json.WriteString("site", connection.Site);
                json.WriteString("id", connection.Id);
                json.WriteString("name", connection.Name);
                json.WriteString("outcome", connection.Outcome.ToString());
                WriteText(json, "message", connection.Message);
                WriteTime(json, "at", connection.At);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteKeys(Utf8JsonWriter json, IEnumerable<ReportUserKey> keys)
    {
        json.WriteStartArray("keys");
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("account", key.Account);
            json.WriteString("user", key.User);
            json.WriteString("name", key.Name);
            json.WriteString("fingerprint", key.Fingerprint);
            WriteTime(json, "createdOn", key.CreatedOn);
            if (key.AgeDays is { } age)
                json.WriteNumber("ageDays", age);
            WriteTime(json, "expiresAt", key.ExpiresAt);
            WriteTime(json, "lastUsedOn", key.LastUsedOn);
            json.WriteNumber("connections", key.Connections);
            json.WriteNumber("mayBeIn", key.MayBeIn);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteApiKeys(Utf8JsonWriter json, IEnumerable<ReportApiKey> keys)
    {
        json.WriteStartArray("apiKeys");
        foreach (var key in keys)
        {
            json.WriteStartObject();
            json.WriteString("tenant", key.Tenant);
            json.WriteString("id", key.Id);
            json.WriteString("description", key.Description);
            json.WriteString("owner", key.Owner);
            json.WriteString("status", key.Status);
            json.WriteString("expiresAt", key.ExpiresAt);
            if (key.DaysLeft is { } days)
                json.WriteNumber("daysLeft", days);
            else
                json.WriteNull("daysLeft");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Enough to tell keys apart, in a page that has thousands of them.
    private static string? Beginning(string? fingerprint) =>
        fingerprint is { Length: > BeginningLength } ? fingerprint.Substring(0, BeginningLength) : fingerprint;

    private static void WriteText(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }

    private static void WriteTime(Utf8JsonWriter json, string name, DateTimeOffset? value)
    {
        if (value is { } time)
            json.WriteString(name, time);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
