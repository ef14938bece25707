using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>An API key as the tenant keeps it. The token itself isn't kept: it is shown once.</summary>
internal sealed class ApiKey
{
    public required string Id { get; init; }

    public required string Description { get; set; }

    public required string Sub { get; init; }

    public required string SubType { get; init; }

    public required string CreatedByUser { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expiry { get; init; }

    public required DateTimeOffset LastUpdated { get; set; }

    /// <summary>When it was revoked or deleted.</summary>
    public DateTimeOffset? Ended { get; set; }

    /// <summary>A deleted key is no longer shown, but still known when somebody comes with it.</summary>
    public bool Deleted { get; set; }

    public string StatusAt(DateTimeOffset now) =>
        Ended is not null ? "revoked"
        : Expiry <= now ? "expired"
        : "active";

    public JsonObject ToJson(string tenantId, DateTimeOffset now) =>
        new()
        {
            ["id"] = Id,
            ["sub"] = Sub,
            ["subType"] = SubType,
            ["tenantId"] = tenantId,
            ["description"] = Description,
            ["status"] = StatusAt(now),
            ["expiry"] = CloudDate.Write(Expiry),
            ["created"] = CloudDate.Write(Created),
            ["lastUpdated"] = CloudDate.Write(LastUpdated),
            ["createdByUser"] = CreatedByUser,
        };
}
