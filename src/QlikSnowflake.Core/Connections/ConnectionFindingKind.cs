namespace QlikSnowflake.Connections;

/// <summary>What an inventory has to say besides the connections.</summary>
public enum ConnectionFindingKind
{
    /// <summary>The site could not be read, or not to its end: its connections are missing or not all there.</summary>
    SiteFailed,

    /// <summary>The site itself says that its list is not complete.</summary>
    ListIncomplete,

    /// <summary>A connection cannot be read or understood; what it is, is not known.</summary>
    ConnectionUnreadable,

    /// <summary>Each user of the connection logs in with credentials of their own, which nobody else can see or change.</summary>
    UsersOwnCredentials,

    /// <summary>The connection is in a personal space, or belongs to somebody else, and the session may not change it.</summary>
    NotChangeable,

    /// <summary>Connections that share one credential lead to more than one account.</summary>
    SharedAcrossAccounts,

    /// <summary>Of the connections that share one credential, some log in by its key and some by its password.</summary>
    SharedLoginsDiffer,

    /// <summary>The connection asks for a login by key, and holds no key.</summary>
    KeyMissing,

    /// <summary>The connection holds a key, and does not ask for a login by key.</summary>
    KeyUnused,

    /// <summary>The key in the connection is none of those registered for its user: it cannot log in.</summary>
    KeyNotRegistered,

    /// <summary>The user's registered keys could not be read.</summary>
    UserKeysUnreadable,
}
