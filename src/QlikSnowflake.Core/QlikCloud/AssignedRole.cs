using System.Text.Json;
using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>A role as a user or group carries it.</summary>
internal sealed record AssignedRole(string Id, string Name)
{
    public static IReadOnlyList<AssignedRole> ReadAll(JsonElement json) =>
        [.. json.Items("assignedRoles").Select(r => new AssignedRole(r.Text("id"), r.Text("name")))];
}
