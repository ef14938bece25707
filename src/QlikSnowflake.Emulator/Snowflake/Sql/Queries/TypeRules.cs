using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Functions;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Queries;

/// <summary>
/// How types are cast and made alike. From https://docs.snowflake.com/en/sql-reference/data-type-conversion and
/// operators-arithmetic.
/// </summary>
internal static class TypeRules
{
    public static readonly SnowflakeColumn Boolean = SnowflakeColumn.Of("", "boolean");
    public static readonly SnowflakeColumn Text = SnowflakeColumn.Text("");
    public static readonly SnowflakeColumn Real = SnowflakeColumn.Of("", "real");
    public static readonly SnowflakeColumn Date = SnowflakeColumn.Of("", "date");
    public static readonly SnowflakeColumn Variant = SnowflakeColumn.Of("", "variant");
    public static readonly SnowflakeColumn Array = SnowflakeColumn.Of("", "array");
    public static readonly SnowflakeColumn Object = SnowflakeColumn.Of("", "object");

    public static SnowflakeColumn Integer(int precision = 38) => SnowflakeColumn.Fixed("", precision);

    public static bool IsNumber(SnowflakeColumn type) => type.Type is "fixed" or "real" or "decfloat";

    public static bool IsTimestamp(SnowflakeColumn type) => type.Type is "timestamp_ntz" or "timestamp_ltz" or "timestamp_tz";

    public static bool IsSemiStructured(SnowflakeColumn type) => type.Type is "variant" or "object" or "array";

    /// <summary>An explicit cast, or the implicit one of an argument.</summary>
    public static Typed Cast(Typed value, SnowflakeColumn to, TimeZoneInfo zone)
    {
        var from = value.Type;
        if (value.IsNull)
            return Compilation.Constant(new SqlValue(to, null));
        if (from.Type == to.Type && (from.Type != "fixed" || from.Scale == to.Scale && from.Precision <= to.Precision))
            return value with
            {
                Type =
                    from.Type == "text" && to.Length < from.Length ? to
                    : from.Type == "text" ? from
                    : to,
            };
        if (value.Constant is { } constant)
            return Compilation.Constant(Coercion.Cast(constant, to, zone));
        return (from.Type, to.Type) switch
        {
            ("fixed", "fixed") or ("fixed", "real") => new($"CAST({value.Sql} AS {StoredValue.DuckType(to)})", to),
            ("fixed" or "boolean" or "date", "text") => new($"CAST({value.Sql} AS VARCHAR)", to),
            ("fixed", "boolean") => new($"({value.Sql} <> 0)", to),
            ("variant" or "object" or "array", "variant" or "object" or "array") => value with { Type = to },
            _ => new(ManagedCall.Sql("CAST", to, zone, value), to),
        };
    }

    /// <summary>What is written into a column: only as the documented table of conversions allows.</summary>
    public static Typed Assign(Typed value, SnowflakeColumn column, TimeZoneInfo zone)
    {
        if (value.Constant is { } constant)
            return Compilation.Constant(Coercion.Insert(constant, column, zone));
        Coercion.RequireImplicit(value.Type, column);
        var isShort =
            column.Type == "text"
            && (value.Type.Type != "text" || (value.Type.Length ?? long.MaxValue) > column.Length)
            && column.Length < 16_777_216;
        if (isShort)
            return new(ManagedCall.Sql("ASSIGN", column with { Name = "" }, zone, value), column);
        return Cast(value, column with { Name = "" }, zone);
    }

    /// <summary>The type that both sides of a comparison, a CASE or a UNION become.</summary>
    public static SnowflakeColumn Common(Typed left, Typed right)
    {
        if (left.IsNull)
            return right.Type;
        if (right.IsNull)
            return left.Type;
        var (a, b) = (left.Type, right.Type);
        if (a.Type == "fixed" && b.Type == "fixed")
        {
            var scale = Math.Max(a.Scale ?? 0, b.Scale ?? 0);
            var whole = Math.Max(Whole(a), Whole(b));
            return SnowflakeColumn.Fixed("", Math.Min(38, whole + scale), scale);
        }

        if (a.Type == b.Type)
            return a.Type == "text" && a.Length < b.Length ? b : a;
        if (IsNumber(a) && IsNumber(b))
            return Real;
        if (a.Type == "text" || a.Type == "variant")
            return b.Type is "fixed" ? NumberOf(left, b) : b;
        if (b.Type == "text" || b.Type == "variant")
            return a.Type is "fixed" ? NumberOf(right, a) : a;
        if (IsDateOrTimestamp(a) && IsDateOrTimestamp(b))
            return Rank(a) >= Rank(b) ? a : b;
        if (IsSemiStructured(a) && IsSemiStructured(b))
            return Variant;
        if (a.Type == "boolean" && IsNumber(b) || b.Type == "boolean" && IsNumber(a))
            return Boolean;
        throw SqlError.Compilation(
            "001038",
            "22023",
            $"Can not convert parameter of type [{Coercion.SqlName(b)}] into expected type [{Coercion.SqlName(a)}]"
        );
    }

    public static SnowflakeColumn Sum(SnowflakeColumn a, SnowflakeColumn b)
    {
        if (a.Type != "fixed" || b.Type != "fixed")
            return Real;
        var scale = Math.Max(a.Scale ?? 0, b.Scale ?? 0);
        return SnowflakeColumn.Fixed("", Math.Min(38, Math.Max(Whole(a), Whole(b)) + scale + 1), scale);
    }

    public static SnowflakeColumn Product(SnowflakeColumn a, SnowflakeColumn b)
    {
        if (a.Type != "fixed" || b.Type != "fixed")
            return Real;
        var (x, y) = (a.Scale ?? 0, b.Scale ?? 0);
        var scale = Math.Min(x + y, Math.Max(Math.Max(x, y), 12));
        return SnowflakeColumn.Fixed("", Math.Min(38, Whole(a) + Whole(b) + scale), scale);
    }

    public static SnowflakeColumn Quotient(SnowflakeColumn a, SnowflakeColumn b)
    {
        if (a.Type != "fixed" || b.Type != "fixed")
            return Real;
        var scale = Math.Max(a.Scale ?? 0, Math.Min((a.Scale ?? 0) + 6, 12));
        return SnowflakeColumn.Fixed("", Math.Min(38, Whole(a) + (b.Scale ?? 0) + scale), scale);
    }

    /// <summary>A VARCHAR or VARIANT in arithmetic is a number.</summary>
    public static Typed Number(Typed value, TimeZoneInfo zone) =>
        value.IsNull ? Cast(value, Integer(), zone)
        : IsNumber(value.Type)
            ? value.Type.Type == "decfloat" ? Cast(value, Real, zone)
                : value
        : value.Type.Type is "text" or "variant" ? Cast(value, value.Constant is { } c ? NumberOf(value, Integer()) : Real, zone)
        : value.Type.Type is "boolean" ? new($"CAST({value.Sql} AS DECIMAL(1,0))", Integer(1))
        : throw SqlError.Compilation(
            "001007",
            "22023",
            string.Create(CultureInfo.InvariantCulture, $"invalid type [{Coercion.SqlName(value.Type)}] for a number")
        );

    private static int Whole(SnowflakeColumn type) => (type.Precision ?? 38) - (type.Scale ?? 0);

    /// <summary>The number that a text is; a NUMBER with as many decimals as it has, where it is known.</summary>
    private static SnowflakeColumn NumberOf(Typed text, SnowflakeColumn other)
    {
        if (text.Text is not { } known)
            return text.Type.Type == "variant" || other.Scale > 5
                ? Real
                : SnowflakeColumn.Fixed("", 38, Math.Max(5, other.Scale ?? 0));
        var point = known.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : Math.Min(12, known.Trim().Length - point - 1);
        return SqlNumber.IsPlain(known) || !SqlNumber.IsNumber(known)
            ? SnowflakeColumn.Fixed("", 38, Math.Max(decimals, other.Scale ?? 0))
            : Real;
    }

    private static bool IsDateOrTimestamp(SnowflakeColumn type) => type.Type == "date" || IsTimestamp(type);

    private static int Rank(SnowflakeColumn type) =>
        type.Type switch
        {
            "date" => 0,
            "timestamp_ntz" => 1,
            "timestamp_ltz" => 2,
            _ => 3,
        };
}
