namespace QlikSnowflake.Connections;

/// <summary>
/// A secret by which Qlik reaches Snowflake, as all sites have it: a data connection, or a credential of Qlik Cloud that several
/// connections share. It holds no secret.
/// </summary>
public sealed record SnowflakeConnection
{
    /// <summary><c>Qrs</c> or <c>QlikCloud</c>.</summary>
    public required string Service { get; init; }

    /// <summary>The site: the repository's or the tenant's host, with its port where that is not the usual one.</summary>
    public required string Site { get; init; }

    /// <summary>The id of the connection, or of the shared credential.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the connection, or of the shared credential.</summary>
    public required string Name { get; init; }

    /// <summary>The owner: <c>DIRECTORY\id</c> on Qlik Sense, the user's name or id on Qlik Cloud.</summary>
    public string? Owner { get; init; }

    /// <summary>The space's name on Qlik Cloud; null in a personal space, where several connections are in several, and on
    /// Qlik Sense.</summary>
    public string? Space { get; init; }

    /// <summary>The account's identifier, from the server's name; null where no server is named.</summary>
    public string? Account { get; init; }

    /// <summary>The Snowflake user's login name; null where the service does not say.</summary>
    public string? User { get; init; }

    /// <summary>The role, where the connection names one.</summary>
    public string? Role { get; init; }

    /// <summary>The warehouse, where the connection names one.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The database, where the connection names one.</summary>
    public string? Database { get; init; }

    /// <summary>How it logs in.</summary>
    public SnowflakeLoginKind Login { get; init; }

    /// <summary>The fingerprint of its key, where <see cref="Evidence"/> tells it.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>
    /// The slot (<c>RSA_PUBLIC_KEY</c>, <c>RSA_PUBLIC_KEY_2</c>) or the named key pair of the Snowflake user that holds this key;
    /// null where no Snowflake session was asked, or no key of the user is this one.
    /// </summary>
    public string? KeyName { get; init; }

    /// <summary>What tells which key it holds.</summary>
    public KeyEvidence Evidence { get; init; }

    /// <summary>When it was last changed.</summary>
    public DateTimeOffset? ModifiedAt { get; init; }

    /// <summary>Whether it is known to lead to Snowflake; an ODBC data source, for one, does not say where it leads.</summary>
    public bool IsCertain { get; init; } = true;

    /// <summary>The connections that use this credential, where it is one that several share; else none.</summary>
    public IReadOnlyList<SharedConnection> Connections { get; init; } = [];

    /// <summary>The site it is on; null where the object was read from a file. No property: it must not be written to one.</summary>
    public IConnectionSite? GetSite() => SiteOf;

    internal IConnectionSite? SiteOf { get; init; }

    /// <summary>The connection's name and site.</summary>
    public override string ToString() => $"{Name} on {Site}";
}
