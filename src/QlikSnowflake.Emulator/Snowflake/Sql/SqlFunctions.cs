using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>
/// The functions: CURRENT_... context functions, SYSTEM$WAIT, SYSTEM$GET_LOGIN_FAILURE_DETAILS, PARSE_JSON, TO_VARIANT.
/// From https://docs.snowflake.com/en/sql-reference/functions-context.
/// </summary>
internal sealed class SqlFunctions(SnowflakeAccount account)
{
    /// <summary>The context functions that ANSI SQL writes without parentheses.</summary>
    /// <returns>Null when the word is none of them.</returns>
    public SqlValue? WithoutParentheses(string name, Session session) =>
        name.ToUpperInvariant() switch
        {
            "CURRENT_USER" or "CURRENT_DATE" or "CURRENT_TIME" or "CURRENT_TIMESTAMP" or "LOCALTIME" or "LOCALTIMESTAMP" =>
                Context(name, session),
            _ => null,
        };

    /// <returns>The value, and how long it takes to compute.</returns>
    public (SqlValue Value, TimeSpan Duration) Call(SqlToken name, List<SqlValue> arguments, Session session)
    {
        var upper = name.Text.ToUpperInvariant();
        switch (upper, arguments.Count)
        {
            case ("SYSTEM$WAIT", 1 or 2):
                return Wait(name, arguments);
            case ("SYSTEM$GET_LOGIN_FAILURE_DETAILS", 1):
                return (LoginFailure(arguments[0], session), default);
            case ("PARSE_JSON", 1):
                return (ParseJson(arguments[0]), default);
            case ("TO_VARIANT", 1):
                return (Coercion.ToVariant(arguments[0], session.TimeZone), default);
            case ("CURRENT_TIMESTAMP" or "CURRENT_TIME" or "LOCALTIMESTAMP" or "LOCALTIME", 1):
            case (_, 0):
                if (Context(upper, session) is { } value)
                    return (value, default);
                break;
        }

        throw IsKnown(upper)
            ? SqlError.CompilationAt(
                name,
                "000938",
                "22023",
                $"not enough or too many arguments for function [{upper}], got {arguments.Count}"
            )
            : SqlError.Compilation("002139", "42601", $"Unknown function {upper}.");
    }

    /// <summary>Whether a function depends on the session and not on a row.</summary>
    public static bool IsContext(string name) =>
        name.StartsWith("CURRENT_", StringComparison.Ordinal)
        || name
            is "SYSTEM$WAIT"
                or "SYSTEM$GET_LOGIN_FAILURE_DETAILS"
                or "GETDATE"
                or "SYSDATE"
                or "LOCALTIME"
                or "LOCALTIMESTAMP";

    private static bool IsKnown(string name) =>
        name.StartsWith("CURRENT_", StringComparison.Ordinal)
        || name is "SYSTEM$WAIT" or "SYSTEM$GET_LOGIN_FAILURE_DETAILS" or "PARSE_JSON" or "TO_VARIANT";

    private SqlValue? Context(string name, Session session)
    {
        var settings = account.Settings;
        var now = account.Clock.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(now, session.TimeZone);
        return name.ToUpperInvariant() switch
        {
            "CURRENT_USER" => SqlValue.Text(session.User.Name),
            "CURRENT_ACCOUNT" => SqlValue.Text(settings.AccountLocator),
            "CURRENT_ACCOUNT_NAME" => SqlValue.Text(NamePart(settings.Account, second: true)),
            "CURRENT_ORGANIZATION_NAME" => SqlValue.Text(NamePart(settings.Account, second: false)),
            "CURRENT_REGION" => SqlValue.Text(settings.Region),
            "CURRENT_ROLE" => SqlValue.Text(session.Role),
            "CURRENT_WAREHOUSE" => SqlValue.Text(session.Warehouse),
            "CURRENT_DATABASE" => SqlValue.Text(session.Database),
            "CURRENT_SCHEMA" => SqlValue.Text(session.Schema),
            "CURRENT_VERSION" => SqlValue.Text(settings.Version),
            "CURRENT_SESSION" => SqlValue.Text("1"),
            "CURRENT_DATE" => SqlValue.Date(
                DateOnly.FromDateTime(local.DateTime).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber
            ),
            "CURRENT_TIME" or "LOCALTIME" => SqlValue.Time(local.TimeOfDay.Ticks * 100),
            "CURRENT_TIMESTAMP" or "LOCALTIMESTAMP" or "GETDATE" => SqlValue.Ltz(now),
            "SYSDATE" => SqlValue.Timestamp("timestamp_ntz", Moment.From(now)),
            _ => null,
        };
    }

    private static string NamePart(string account, bool second)
    {
        var hyphen = account.IndexOf('-', StringComparison.Ordinal);
        var part =
            hyphen < 0 ? account
            : second ? account[(hyphen + 1)..]
            : account[..hyphen];
        return part.ToUpperInvariant();
    }

    private static (SqlValue, TimeSpan) Wait(SqlToken name, List<SqlValue> arguments)
    {
        if (
            !double.TryParse(arguments[0].Payload as string, NumberStyles.Float, CultureInfo.InvariantCulture, out var amount)
            || amount < 0
        )
            throw SqlError.CompilationAt(
                name,
                "001015",
                "22023",
                "argument 1 to function SYSTEM$WAIT needs to be a number that is not negative"
            );
        var unit = arguments.Count == 2 ? (arguments[1].Payload as string ?? "").ToUpperInvariant() : "SECONDS";
        var seconds = unit switch
        {
            "DAYS" => amount * 86_400,
            "HOURS" => amount * 3_600,
            "MINUTES" => amount * 60,
            "SECONDS" => amount,
            "MILLISECONDS" => amount / 1_000,
            _ => throw SqlError.CompilationAt(
                name,
                "001015",
                "22023",
                $"argument 2 to function SYSTEM$WAIT is not a unit of time: '{unit}'"
            ),
        };
        return (
            SqlValue.Text($"waited {arguments[0].Payload} {unit.ToLowerInvariant()}"),
            TimeSpan.FromSeconds(Math.Min(seconds, 604_800))
        );
    }

    private SqlValue LoginFailure(SqlValue id, Session session)
    {
        if (!account.OwnsUsers(session))
            throw SqlError.Privileges("account", account.Settings.AccountLocator);
        return SqlValue.Text(account.LoginFailures.Find(id.Payload as string ?? ""));
    }

    private static SqlValue ParseJson(SqlValue text) =>
        new(SnowflakeColumn.Of("", "variant"), text.Payload is string json ? Functions.JsonFunctions.Parse(json) : null);
}
