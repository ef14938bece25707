using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>Dates and times. From https://docs.snowflake.com/en/sql-reference/functions-date-time.</summary>
internal static partial class ScalarFunctions
{
    private static readonly HashSet<string> UnitFirst = new(StringComparer.Ordinal)
    {
        "DATEADD",
        "DATEDIFF",
        "TIMEADD",
        "TIMEDIFF",
        "TIMESTAMPADD",
        "TIMESTAMPDIFF",
        "DATE_TRUNC",
        "DATE_PART",
    };

    private static readonly string[] Parts =
    [
        "YEAR",
        "MONTH",
        "DAY",
        "DAYOFMONTH",
        "DAYOFWEEK",
        "DAYOFWEEKISO",
        "DAYOFYEAR",
        "WEEK",
        "WEEKOFYEAR",
        "WEEKISO",
        "QUARTER",
        "YEAROFWEEK",
        "YEAROFWEEKISO",
        "HOUR",
        "MINUTE",
        "SECOND",
    ];

    /// <summary>Whether an argument may be a part such as <c>day</c>, written without quotes.</summary>
    public static bool TakesDateUnit(string function, int argument) =>
        argument == 0 && UnitFirst.Contains(function) || argument == 1 && function is "TRUNC" or "LAST_DAY" && argument == 1;

    public static Typed DatePart(Compilation compilation, string unit, Typed value)
    {
        var known = DateUnits.Find(unit) ?? throw BadUnit(unit);
        var moment =
            value.Type.Type == "text"
                ? TypeRules.Cast(value, SnowflakeColumn.Of("", "timestamp_ntz"), compilation.Session.TimeZone)
                : value;
        return compilation.Managed("DATE_PART", TypeRules.Integer(), Compilation.Constant(SqlValue.Text(known)), moment);
    }

    public static Typed DateAdd(Compilation compilation, string unit, Typed amount, Typed value)
    {
        var known = DateUnits.Find(unit) ?? throw BadUnit(unit);
        var moment =
            value.Type.Type == "text"
                ? TypeRules.Cast(value, SnowflakeColumn.Of("", "timestamp_ntz"), compilation.Session.TimeZone)
                : value;
        // A date to which hours are added becomes a timestamp.
        var type =
            moment.Type.Type == "date"
            && known is "hour" or "minute" or "second" or "millisecond" or "microsecond" or "nanosecond"
            && moment.Type.Type == "date"
                ? SnowflakeColumn.Of("", "timestamp_ntz")
                : moment.Type;
        return compilation.Managed(
            "DATEADD",
            type,
            Compilation.Constant(SqlValue.Text(known)),
            TypeRules.Cast(amount, TypeRules.Integer(), compilation.Session.TimeZone),
            moment
        );
    }

    private static SqlError BadUnit(string unit) =>
        SqlError.Compilation("001009", "22023", $"'{unit}' is not a valid date/time component");

    private static Typed DateTrunc(Compilation compilation, Typed unit, Typed value)
    {
        var name = unit.Text ?? throw SqlError.Unknown("a date part that is no constant");
        var known = DateUnits.Find(name) ?? throw BadUnit(name);
        var moment =
            value.Type.Type == "text"
                ? TypeRules.Cast(value, SnowflakeColumn.Of("", "timestamp_ntz"), compilation.Session.TimeZone)
                : value;
        return compilation.Managed("DATE_TRUNC", moment.Type, Compilation.Constant(SqlValue.Text(known)), moment);
    }

    private static string Unit(FunctionCall call, int index) =>
        call[index].Text ?? throw SqlError.Unknown("a date part that is no constant");

    private static void Dates()
    {
        Add("DATEADD TIMEADD TIMESTAMPADD", 3, 3, c => DateAdd(c.Compilation, Unit(c, 0), c[1], c[2]));
        Add("DATEDIFF TIMEDIFF TIMESTAMPDIFF", 3, 3, c => Difference(c, Unit(c, 0), c[1], c[2]));
        Add(
            "DATE_TRUNC",
            2,
            2,
            c =>
                c[0].Text is { } unit && DateUnits.Find(unit) is not null
                    ? DateTrunc(c.Compilation, c[0], c[1])
                    : DateTrunc(c.Compilation, c[1], c[0])
        );
        Add("DATE_PART", 2, 2, c => DatePart(c.Compilation, Unit(c, 0), c[1]));
        foreach (var part in Parts)
            Add(part, 1, 1, c => DatePart(c.Compilation, part, c[0]));
        Add("DAYNAME", 1, 1, c => c.Compilation.Managed("DAYNAME", TypeRules.Text, AsDate(c, 0)));
        Add("MONTHNAME", 1, 1, c => c.Compilation.Managed("MONTHNAME", TypeRules.Text, AsDate(c, 0)));
        Add(
            "LAST_DAY",
            1,
            2,
            c =>
                c.Compilation.Managed(
                    "LAST_DAY",
                    TypeRules.Date,
                    AsDate(c, 0),
                    Compilation.Constant(SqlValue.Text(c.Count == 2 ? Unit(c, 1) : "month"))
                )
        );
        Add("NEXT_DAY", 2, 2, c => c.Compilation.Managed("NEXT_DAY", TypeRules.Date, AsDate(c, 0), c.Cast(1, TypeRules.Text)));
        Add(
            "PREVIOUS_DAY",
            2,
            2,
            c => c.Compilation.Managed("PREVIOUS_DAY", TypeRules.Date, AsDate(c, 0), c.Cast(1, TypeRules.Text))
        );
        Add(
            "ADD_MONTHS",
            2,
            2,
            c =>
                c.Compilation.Managed(
                    "ADD_MONTHS",
                    c[0].Type.Type == "text" ? TypeRules.Date : c[0].Type,
                    c[0].Type.Type == "text" ? AsDate(c, 0) : c[0],
                    c.Cast(1, TypeRules.Integer())
                )
        );
        Add(
            "MONTHS_BETWEEN",
            2,
            2,
            c => c.Compilation.Managed("MONTHS_BETWEEN", SnowflakeColumn.Fixed("", 38, 6), AsDate(c, 0), AsDate(c, 1))
        );
        Add(
            "DATE_FROM_PARTS DATEFROMPARTS",
            3,
            3,
            c =>
                c.Compilation.Managed(
                    "DATE_FROM_PARTS",
                    TypeRules.Date,
                    c.Cast(0, TypeRules.Integer()),
                    c.Cast(1, TypeRules.Integer()),
                    c.Cast(2, TypeRules.Integer())
                )
        );
        Add(
            "TIME_FROM_PARTS TIMEFROMPARTS",
            3,
            4,
            c =>
                c.Compilation.Managed(
                    "TIME_FROM_PARTS",
                    SnowflakeColumn.Of("", "time"),
                    [.. c.Arguments.Select((_, i) => c.Cast(i, TypeRules.Integer()))]
                )
        );
        Add(
            "TIMESTAMP_NTZ_FROM_PARTS TIMESTAMP_FROM_PARTS",
            6,
            7,
            c =>
                c.Compilation.Managed(
                    "TIMESTAMP_NTZ_FROM_PARTS",
                    SnowflakeColumn.Of("", "timestamp_ntz"),
                    [.. c.Arguments.Select((_, i) => c.Cast(i, TypeRules.Integer()))]
                )
        );
        Add("CONVERT_TIMEZONE", 2, 3, ConvertTimeZone);
    }

    private static Typed AsDate(FunctionCall call, int index) => call.Cast(index, TypeRules.Date);

    private static Typed Difference(FunctionCall call, string unit, Typed from, Typed to)
    {
        var known = DateUnits.Find(unit) ?? throw BadUnit(unit);
        return call.Compilation.Managed(
            "DATEDIFF",
            TypeRules.Integer(9),
            Compilation.Constant(SqlValue.Text(known)),
            Moment(from),
            Moment(to)
        );

        Typed Moment(Typed value) =>
            value.Type.Type == "text" || value.IsNull
                ? TypeRules.Cast(value, SnowflakeColumn.Of("", "timestamp_ntz"), call.Zone)
                : value;
    }

    private static Typed ConvertTimeZone(FunctionCall call)
    {
        if (call.Count == 2)
            return call.Compilation.Managed(
                "CONVERT_TIMEZONE_2",
                SnowflakeColumn.Of("", "timestamp_tz"),
                call.Cast(0, TypeRules.Text),
                call.Cast(
                    1,
                    call[1].Type.Type == "text" || call[1].Type.Type == "date" || call[1].Type.Type == "timestamp_ntz"
                        ? SnowflakeColumn.Of("", "timestamp_ltz")
                        : call[1].Type
                )
            );
        return call.Compilation.Managed(
            "CONVERT_TIMEZONE",
            SnowflakeColumn.Of("", "timestamp_ntz"),
            call.Cast(0, TypeRules.Text),
            call.Cast(1, TypeRules.Text),
            call.Cast(2, SnowflakeColumn.Of("", "timestamp_ntz"))
        );
    }

    private static void SemiStructured()
    {
        Managed("PARSE_JSON", 1, 1, TypeRules.Variant, TypeRules.Text);
        Managed("TRY_PARSE_JSON", 1, 1, TypeRules.Variant, TypeRules.Text);
        Managed("CHECK_JSON", 1, 1, TypeRules.Text, TypeRules.Text);
        Add("TO_VARIANT", 1, 1, c => c.Cast(0, TypeRules.Variant));
        Add("TO_JSON", 1, 1, c => c.Compilation.Managed("TO_JSON", TypeRules.Text, c.Cast(0, TypeRules.Variant)));
        Managed("TO_ARRAY", 1, 1, TypeRules.Array, TypeRules.Variant);
        Managed("TO_OBJECT", 1, 1, TypeRules.Object, TypeRules.Variant);
        Managed("TYPEOF", 1, 1, TypeRules.Text, TypeRules.Variant);
        Add(
            "AS_INTEGER AS_NUMBER AS_DECIMAL",
            1,
            3,
            c =>
                As(
                    c,
                    "INTEGER",
                    SnowflakeColumn.Fixed(
                        "",
                        38,
                        c.Count == 3 && int.TryParse(c[2].Constant?.Payload as string, out var s) ? s : 0
                    )
                )
        );
        Add("AS_VARCHAR AS_CHAR", 1, 1, c => As(c, "VARCHAR", TypeRules.Text));
        Add("AS_DOUBLE AS_REAL", 1, 1, c => As(c, "DOUBLE", TypeRules.Real));
        Add("AS_BOOLEAN", 1, 1, c => As(c, "BOOLEAN", TypeRules.Boolean));
        Add("AS_ARRAY", 1, 1, c => As(c, "ARRAY", TypeRules.Array));
        Add("AS_OBJECT", 1, 1, c => As(c, "OBJECT", TypeRules.Object));
        foreach (var kind in new[] { "ARRAY", "OBJECT", "BOOLEAN", "INTEGER", "DECIMAL", "DOUBLE", "VARCHAR" })
            Add($"IS_{kind}", 1, 1, c => c.Compilation.Managed("IS_" + kind, TypeRules.Boolean, c.Cast(0, TypeRules.Variant)));
        Add(
            "GET",
            2,
            2,
            c =>
                c.Compilation.Managed(
                    "GET",
                    TypeRules.Variant,
                    c.Cast(0, TypeRules.Variant),
                    c[1].Type.Type == "text" ? c[1] : c.Cast(1, TypeRules.Integer())
                )
        );
        Add(
            "GET_PATH",
            2,
            2,
            c => c.Compilation.Managed("GET_PATH", TypeRules.Variant, c.Cast(0, TypeRules.Variant), c.Cast(1, TypeRules.Text))
        );
        Add("ARRAY_CONSTRUCT", 0, 200, c => Construct(c.Compilation, "ARRAY_CONSTRUCT", TypeRules.Array, c.Arguments));
        Add(
            "ARRAY_CONSTRUCT_COMPACT",
            0,
            200,
            c => Construct(c.Compilation, "ARRAY_CONSTRUCT_COMPACT", TypeRules.Array, c.Arguments)
        );
        Add("OBJECT_CONSTRUCT", 0, 200, c => Construct(c.Compilation, "OBJECT_CONSTRUCT", TypeRules.Object, c.Arguments));
        Add(
            "OBJECT_CONSTRUCT_KEEP_NULL",
            0,
            200,
            c => Construct(c.Compilation, "OBJECT_CONSTRUCT_KEEP_NULL", TypeRules.Object, c.Arguments)
        );
        Managed("ARRAY_SIZE", 1, 1, TypeRules.Integer(9), TypeRules.Variant);
        Managed("ARRAY_CONTAINS", 2, 2, TypeRules.Boolean, TypeRules.Variant);
        Managed("ARRAY_POSITION", 2, 2, TypeRules.Integer(9), TypeRules.Variant);
        Managed("ARRAY_APPEND", 2, 2, TypeRules.Array, TypeRules.Variant);
        Managed("ARRAY_PREPEND", 2, 2, TypeRules.Array, TypeRules.Variant);
        Managed("ARRAY_CAT", 2, 2, TypeRules.Array, TypeRules.Variant);
        Managed("ARRAY_COMPACT", 1, 1, TypeRules.Array, TypeRules.Variant);
        Managed("ARRAY_DISTINCT", 1, 1, TypeRules.Array, TypeRules.Variant);
        Managed("ARRAY_SLICE", 3, 3, TypeRules.Array, TypeRules.Variant, TypeRules.Integer());
        Managed("ARRAY_TO_STRING", 2, 2, TypeRules.Text, TypeRules.Variant, TypeRules.Text);
        Managed("OBJECT_KEYS", 1, 1, TypeRules.Array, TypeRules.Variant);
        Managed("OBJECT_DELETE", 2, 100, TypeRules.Object, TypeRules.Variant, TypeRules.Text);
        Managed("OBJECT_INSERT", 3, 4, TypeRules.Object, TypeRules.Variant, TypeRules.Text, TypeRules.Variant, TypeRules.Boolean);
    }

    private static Typed As(FunctionCall call, string kind, SnowflakeColumn type)
    {
        var value = call.Compilation.Managed("AS_" + kind, TypeRules.Variant, call.Cast(0, TypeRules.Variant));
        return TypeRules.Cast(value, type, call.Zone);
    }
}
