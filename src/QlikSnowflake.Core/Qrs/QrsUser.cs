using System.Text.Json;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Qrs;

/// <summary>A user of a site (repository API, entity User).</summary>
public sealed record QrsUser
{
    /// <summary>The id.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The directory.</summary>
    public string UserDirectory { get; internal init; } = string.Empty;

    /// <summary>The id within the directory.</summary>
    public string UserId { get; internal init; } = string.Empty;

    /// <summary>The display name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The roles, such as RootAdmin.</summary>
    public TextList Roles { get; internal init; } = [];

    /// <summary>Whether the user is switched off.</summary>
    public bool Inactive { get; internal init; }

    /// <summary>Whether the directory no longer has the user.</summary>
    public bool RemovedExternally { get; internal init; }

    /// <summary>Whether the user is kept out.</summary>
    public bool Blacklisted { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => UserDirectory + "\\" + UserId;

    internal static QrsUser Read(JsonElement json) =>
        new()
        {
            Id = json.GetProperty("id").GetGuid(),
            UserDirectory = json.Text("userDirectory"),
            UserId = json.Text("userId"),
            Name = json.Text("name"),
            Roles =
            [
                .. json.Items("roles")
                    .Select(r => r.ValueKind == JsonValueKind.String ? r.GetString()! : string.Empty)
                    .Where(r => r.Length > 0),
            ],
            Inactive = json.IsTrue("inactive"),
            RemovedExternally = json.IsTrue("removedExternally"),
            Blacklisted = json.IsTrue("blacklisted"),
        };
}
