using QlikSnowflake.Errors;

namespace QlikSnowflake.Connections;

/// <summary>The words for why a connection does not get a key.</summary>
internal static class ConnectionRefusals
{
    public static InputException CannotTakeKey(SnowflakeConnection connection) =>
        new(
            ErrorIds.ConnectionCannotTakeKey,
            $"'{connection.Name}' on {connection.Site} cannot be given a key: "
                + (
                    connection.IsCertain
                        ? $"it logs in by {Word(connection.Login)}."
                        : "it is not known to be a connection to Snowflake."
                ),
            "Only connections of Qlik's ODBC connector package that log in by password or key pair take one. Nothing was sent."
        );

    public static InputException Gone(SnowflakeConnection connection) =>
        new(
            ErrorIds.ConnectionGone,
            $"'{connection.Name}' is no longer on {connection.Site}.",
            "Get-QlikSnowflakeConnection shows what is there now.",
            FailureKind.NotFound
        );

    public static InputException KeyNotKept(SnowflakeConnection connection, string? fingerprint) =>
        new(
            ErrorIds.ConnectionKeyNotKept,
            $"'{connection.Name}' on {connection.Site} took the key, and afterwards holds {fingerprint ?? "something that is no key"}.",
            "Someone else may be changing it at the same time. Look at it again with Get-QlikSnowflakeConnection.",
            FailureKind.Conflict
        );

    private static string Word(SnowflakeLoginKind login) =>
        login switch
        {
            SnowflakeLoginKind.OAuth => "OAuth",
            SnowflakeLoginKind.Dsn => "what an ODBC data source says",
            _ => "something that cannot be told",
        };
}
