namespace QlikSnowflake.Qrs.Connections;

/// <summary>Whose Windows account a connector runs under (repository API, DataConnection.logOn).</summary>
public enum DataConnectionLogOn
{
    /// <summary>The account of the Qlik service.</summary>
    ServiceUser = 0,

    /// <summary>The account of the user.</summary>
    CurrentUser = 1,
}
