namespace QlikSnowflake.Connections;

/// <summary>How a data connection logs in to Snowflake.</summary>
public enum SnowflakeLoginKind
{
    /// <summary>It cannot be told: the connection string is not readable, or names an authenticator that is none of these.</summary>
    Unknown,

    /// <summary>By a key pair (authenticator <c>snowflake_jwt</c>).</summary>
    KeyPair,

    /// <summary>By a password alone, which Snowflake ends for most users during 2026.</summary>
    Password,

    /// <summary>By OAuth.</summary>
    OAuth,

    /// <summary>By what an ODBC data source on the machine says, which Qlik does not know.</summary>
    Dsn,
}
