namespace QlikSnowflake.Commands.Sessions;

/// <summary>The services that sessions are with.</summary>
public enum SessionService
{
    /// <summary>Qlik Sense on Windows.</summary>
    Qrs,

    /// <summary>Qlik Cloud.</summary>
    QlikCloud,

    /// <summary>Snowflake.</summary>
    Snowflake,
}
