namespace QlikSnowflake.Connections;

/// <summary>Whether a connection can log in to Snowflake.</summary>
public enum ConnectionTestResult
{
    /// <summary>Nothing that can be seen from here proves either.</summary>
    CannotTell,

    /// <summary>Its own key logs in, or is known to be the one that was written and is registered.</summary>
    Works,

    /// <summary>It cannot log in.</summary>
    Fails,
}
