using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;

namespace QlikSnowflake.QlikCloud;

/// <summary>A role of a Qlik Cloud tenant (qlik.dev, REST reference, roles).</summary>
public sealed class QlikCloudRole
{
    /// <summary>The id.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The name, unique in the tenant.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The description.</summary>
    public string Description { get; internal init; } = string.Empty;

    /// <summary><c>default</c> or <c>custom</c>.</summary>
    public string Type { get; internal init; } = string.Empty;

    /// <summary><c>admin</c> or <c>user</c>.</summary>
    public string Level { get; internal init; } = string.Empty;

    /// <summary>The scopes it gives, such as <c>api-keys</c>.</summary>
    public TextList Scopes { get; internal init; } = [];

    /// <summary>When it was changed last, in UTC; null where the tenant does not say.</summary>
    public DateTimeOffset? ModifiedAt { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static QlikCloudRole Read(JsonElement json) =>
        new()
        {
            Id = json.GetProperty("id").GetString() ?? string.Empty,
            Name = json.Text("name"),
            Description = json.Text("description"),
            Type = json.Text("type"),
            Level = json.Text("level"),
            Scopes =
            [
                .. json.Items("assignedScopes").Where(s => s.ValueKind == JsonValueKind.String).Select(s => s.GetString()!),
            ],
            ModifiedAt = json.InstantOrNull("lastUpdatedAt"),
        };
}
