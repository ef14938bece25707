using QlikSnowflake.Emulator.Snowflake.Results;
using QlikSnowflake.Emulator.Snowflake.Sql.Duck;
using QlikSnowflake.Emulator.Snowflake.Sql.Queries;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Functions;

/// <summary>A function that the emulator computes itself, of values in the order of the arguments.</summary>
/// <param name="arguments">The arguments; none of them NULL, unless the function takes NULL.</param>
/// <param name="result">The type of the result.</param>
/// <param name="zone">The session's time zone.</param>
/// <returns>The result's payload.</returns>
internal delegate object? ManagedFunction(SqlValue[] arguments, SnowflakeColumn result, TimeZoneInfo zone);

/// <summary>
/// One call of such a function, as it stands in the SQL for DuckDB: its name, the types of its arguments, the type of its result
/// and the session's time zone.
/// </summary>
internal sealed class ManagedCall
{
    public const string FunctionName = "snowflake";

    private readonly ManagedFunction _function;
    private readonly bool _takesNull;
    private readonly SnowflakeColumn[] _types;
    private readonly SnowflakeColumn _result;
    private readonly TimeZoneInfo _zone;

    private ManagedCall(string text)
    {
        var parts = text.Split('|');
        (_function, _takesNull) = ManagedFunctions.Find(parts[0]);
        _result = TypeText.Read(parts[1]);
        _zone = TimeZoneInfo.FindSystemTimeZoneById(parts[2]);
        _types = parts[3].Length == 0 ? [] : [.. parts[3].Split(',').Select(TypeText.Read)];
    }

    public static ManagedCall Parse(string text) => new(text);

    /// <summary>The expression for DuckDB.</summary>
    public static string Sql(string name, SnowflakeColumn result, TimeZoneInfo zone, params IReadOnlyList<Typed> arguments)
    {
        var types = string.Join(',', arguments.Select(a => TypeText.Write(a.Type)));
        var call = StoredValue.Quoted($"{name}|{TypeText.Write(result)}|{zone.Id}|{types}");
        var texts = string.Concat(arguments.Select(a => ", " + StoredValue.ToText(a.Sql, a.Type)));
        return StoredValue.FromText($"{FunctionName}({call}{texts})", result);
    }

    public string? Compute(string?[] texts)
    {
        var values = new SqlValue[texts.Length];
        for (var i = 0; i < values.Length; i++)
        {
            if (texts[i] is null && !_takesNull)
                return null;
            values[i] = StoredValue.Read(texts[i], _types[i]);
        }

        return _function(values, _result, _zone) is { } payload ? StoredValue.Write(new SqlValue(_result, payload)) : null;
    }
}
