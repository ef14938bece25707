using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>A data connection of the tenant. What it signs in with is kept apart from the statement, and never shown.</summary>
internal sealed record CloudConnection
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public required string DataSourceId { get; init; }

    /// <summary>The provider.</summary>
    public required string Type { get; init; }

    public required string Statement { get; init; }

    public required string OwnerId { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Updated { get; init; }

    /// <summary>Empty for the owner's personal space.</summary>
    public string SpaceId { get; init; } = "";

    public string? CredentialsId { get; init; }

    public string? CredentialsName { get; init; }

    public bool SeparateCredentials { get; init; }

    /// <summary>When what it signs in with was last changed.</summary>
    public DateTimeOffset? CredentialsUpdated { get; init; }

    /// <summary>User name, password, key file and the like, by the names of connection properties.</summary>
    public JsonObject Secrets { get; init; } = [];

    public int LogOn { get; init; } = 1;

    public int Architecture { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The server that the statement names.</summary>
    public string? Server =>
        ConnectionStatement.Parse(Statement).Where(pair => IsHost(pair.Key)).Select(pair => pair.Value).FirstOrDefault();

    /// <summary>Whether a connection property says where the data is, so that a change of it needs the credentials anew.</summary>
    public static bool IsHost(string property) => property.ToUpperInvariant() is "SERVER" or "HOST" or "URL";
}
