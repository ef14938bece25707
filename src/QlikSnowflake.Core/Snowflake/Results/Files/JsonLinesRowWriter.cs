using System.Text.Json;

namespace QlikSnowflake.Snowflake.Results.Files;

/// <summary>
/// A JSON object a line: numbers with all their digits, dates and times by ISO 8601, BINARY hexadecimal, semi-structured values as
/// what they are. What JSON has no word for (NaN) is a string.
/// </summary>
internal sealed class JsonLinesRowWriter : RowFileWriter
{
    private readonly string[] _names;
    private readonly Action<CellReader, DecodeState>[] _cells;

    public JsonLinesRowWriter(TextWriter output, IReadOnlyList<ResultColumn> columns, IReadOnlyList<string> names)
        : base(output, columns)
    {
        _names = [.. names.Select((name, i) => (i == 0 ? "{" : ",") + JsonSerializer.Serialize(name) + ":")];
        _cells = [.. columns.Select(CellOf)];
    }

    public override void Begin() { }

    public override void Write(CellReader cells, DecodeState state)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            Put(_names[i]);
            _cells[i](cells, state);
        }

        Put('}');
        Put('\n');
    }

    private Action<CellReader, DecodeState> CellOf(ResultColumn column) =>
        column.TypeName switch
        {
            "fixed" or "decfloat" => Digits,
            "real" or "float" or "double" => (cells, state) => Of(CellDecoders.Double(cells, state), Real),
            "boolean" => (cells, state) => Of(CellDecoders.Boolean(cells, state), v => Put(v ? "true" : "false")),
            "date" => (cells, state) => Of(CellDecoders.Date(cells, state), v => InQuotes(v, PutIsoDate)),
            "time" => (cells, state) => Of(CellDecoders.Time(cells, state), v => InQuotes(v, PutClock)),
            "timestamp_ntz" => (cells, state) => Of(CellDecoders.TimestampNtz(cells, state), v => InQuotes(v, PutIsoTime)),
            "timestamp_ltz" => (cells, state) => Of(CellDecoders.TimestampLtz(cells, state), v => InQuotes(v, PutIsoTime)),
            "timestamp_tz" => (cells, state) => Of(CellDecoders.TimestampTz(cells, state), v => InQuotes(v, PutIsoTime)),
            "variant" or "object" or "array" or "map" or "vector" or "geography" or "geometry" => SemiStructured,
            _ => Text,
        };

    private void Of<T>(T? value, Action<T> write)
        where T : struct
    {
        if (value is { } known)
            write(known);
        else
            Put("null");
    }

    private void InQuotes<T>(T value, Action<T> write)
    {
        Put('"');
        write(value);
        Put('"');
    }

    private void Digits(CellReader cells, DecodeState state)
    {
        if (cells.Next())
            PutAscii(cells.Cell());
        else
            Put("null");
    }

    private void Real(double value)
    {
        var text = Number(value);
        if (double.IsNaN(value) || double.IsInfinity(value))
            InQuotes(text, Put);
        else
            Put(text);
    }

    private void Text(CellReader cells, DecodeState state) => Put(cells.Next() ? JsonSerializer.Serialize(cells.Text()) : "null");

    private void SemiStructured(CellReader cells, DecodeState state) => Put(cells.Next() ? Compact(cells.Text()) : "null");

    /// <summary>On one line. Snowflake's <c>undefined</c> is no JSON; such a value stays text.</summary>
    private static string Compact(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return JsonSerializer.Serialize(document.RootElement);
        }
        catch (JsonException)
        {
            return JsonSerializer.Serialize(text);
        }
    }
}
