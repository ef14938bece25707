namespace QlikSnowflake.Emulator.Faults;

/// <summary>What goes wrong with a request.</summary>
public enum FaultKind
{
    /// <summary>Answered with a status, and nothing done.</summary>
    Status,

    /// <summary>The connection is aborted before anything is done.</summary>
    DropBefore,

    /// <summary>The work is done, then the connection is aborted without an answer.</summary>
    DropAfter,

    /// <summary>The work is done, and the answer comes late or in slow pieces.</summary>
    Slow,

    /// <summary>The work is done, and the answer's body ends too early.</summary>
    Truncate,

    /// <summary>Answered with a page of HTML, as gateways and login forms do, and nothing done.</summary>
    Html,

    /// <summary>Answered with the request itself, headers and body, as debug proxies and application firewalls do; nothing done.</summary>
    Echo,
}
