using System.Security;

namespace QlikSnowflake.Snowflake.Configuration;

/// <summary>What a named connection or the environment says of how to connect; null where nothing is said.</summary>
public sealed record ConnectionSettings
{
    /// <summary>The variables of the environment by which a login by key pair is described, for messages.</summary>
    public const string Variables = "SNOWFLAKE_ACCOUNT, SNOWFLAKE_USER and SNOWFLAKE_PRIVATE_KEY_PATH";

    /// <summary>Where it comes from, for messages.</summary>
    public required string Source { get; init; }

    /// <summary>Whether it comes from the environment's general variables alone.</summary>
    public bool IsEnvironment { get; init; }

    /// <summary>The account identifier.</summary>
    public string? Account { get; init; }

    /// <summary>The user's login name.</summary>
    public string? User { get; init; }

    /// <summary>A host in place of the account's own, with its port where one is given.</summary>
    public string? HostName { get; init; }

    /// <summary>The role.</summary>
    public string? Role { get; init; }

    /// <summary>The warehouse.</summary>
    public string? Warehouse { get; init; }

    /// <summary>The database.</summary>
    public string? Database { get; init; }

    /// <summary>The schema.</summary>
    public string? Schema { get; init; }

    /// <summary>The authenticator, in upper case.</summary>
    public string? Authenticator { get; init; }

    /// <summary>The private key's file.</summary>
    public string? PrivateKeyPath { get; init; }

    /// <summary>The private key's text.</summary>
    public SecureString? PrivateKey { get; init; }

    /// <summary>The private key's passphrase.</summary>
    public SecureString? Passphrase { get; init; }

    /// <summary>A programmatic access token or OAuth token.</summary>
    public SecureString? Token { get; init; }

    /// <summary>Whether there is a password, which the SQL API does not take; it is not kept.</summary>
    public bool HasPassword { get; init; }

    /// <summary>A file that holds such a token.</summary>
    public string? TokenPath { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Source;
}
