namespace QlikSnowflake.Errors;

/// <summary>What sort of failure an exception is. The cmdlets turn it into PowerShell's ErrorCategory.</summary>
public enum FailureKind
{
    /// <summary>A value given by the user cannot be used.</summary>
    InvalidArgument,

    /// <summary>A file, key or reply holds something other than it should.</summary>
    InvalidData,

    /// <summary>What was named does not exist.</summary>
    NotFound,

    /// <summary>It exists already.</summary>
    AlreadyExists,

    /// <summary>The service does not accept who is asking.</summary>
    Authentication,

    /// <summary>The service knows who is asking and says no.</summary>
    Permission,

    /// <summary>Someone else changed the object first.</summary>
    Conflict,

    /// <summary>A limit of the service or a policy is reached.</summary>
    Limit,

    /// <summary>Time ran out.</summary>
    Timeout,

    /// <summary>The server could not be reached.</summary>
    Connection,

    /// <summary>The server's certificate or the TLS handshake is at fault.</summary>
    Security,

    /// <summary>The service reports a failure of its own, or of the statement it ran.</summary>
    Service,

    /// <summary>No session is open, or it cannot do this.</summary>
    Session,

    /// <summary>A file is open in another program.</summary>
    Busy,

    /// <summary>A file or its drive cannot be read.</summary>
    Unreadable,

    /// <summary>A file or its drive cannot be written.</summary>
    Unwritable,
}
