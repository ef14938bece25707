using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// What happened to API keys and their policy, the newest ten thousand events. (Event types: "API keys", Qlik Cloud
/// event reference.) Not safe for several threads.
/// </summary>
internal sealed class AuditLog(TimeProvider clock)
{
    public const string KeyCreated = "com.qlik.api-key.created";
    public const string KeyUpdated = "com.qlik.api-key.updated";
    public const string KeyDeleted = "com.qlik.api-key.deleted";
    public const string KeyValidated = "com.qlik.api-key.validated";
    public const string PolicyUpdated = "com.qlik.api-keys-config.updated";

    private const int Most = 10_000;

    private readonly Queue<AuditEvent> _events = new();

    public IEnumerable<AuditEvent> Events => _events;

    public void Add(string type, string userId, JsonObject data)
    {
        if (_events.Count == Most)
            _events.Dequeue();
        _events.Enqueue(new AuditEvent(Guid.NewGuid().ToString("D"), type, clock.GetUtcNow(), userId, data));
    }
}

/// <summary>One event.</summary>
internal sealed record AuditEvent(string Id, string Type, DateTimeOffset Time, string UserId, JsonObject Data)
{
    public JsonObject ToJson(string tenantId, string origin) =>
        new()
        {
            ["id"] = Id,
            ["eventId"] = Id,
            ["eventType"] = Type,
            ["eventTime"] = CloudDate.Write(Time),
            ["userId"] = UserId,
            ["tenantId"] = tenantId,
            ["source"] = "com.qlik/api-keys",
            ["contentType"] = "application/json",
            ["data"] = Data.DeepClone(),
            ["links"] = new JsonObject { ["self"] = new JsonObject { ["href"] = $"{origin}/api/v1/audits/{Id}" } },
        };
}
