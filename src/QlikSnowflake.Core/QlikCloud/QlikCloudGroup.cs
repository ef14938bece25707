using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;

namespace QlikSnowflake.QlikCloud;

/// <summary>A group of a Qlik Cloud tenant (qlik.dev, REST reference, groups).</summary>
public sealed class QlikCloudGroup
{
    /// <summary>The id.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>The name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The names of the roles given to the group.</summary>
    public TextList Roles => [.. AssignedRoles.Select(r => r.Name)];

    internal IReadOnlyList<AssignedRole> AssignedRoles { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static QlikCloudGroup Read(JsonElement json) =>
        new()
        {
            Id = json.GetProperty("id").GetString() ?? string.Empty,
            Name = json.Text("name"),
            AssignedRoles = AssignedRole.ReadAll(json),
        };
}
