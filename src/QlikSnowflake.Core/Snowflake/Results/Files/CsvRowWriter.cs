namespace QlikSnowflake.Snowflake.Results.Files;

/// <summary>
/// CSV by RFC 4180: what Import-Csv reads as it reads Export-Csv's. Cells are in quotes only where they have to be; an empty text is
/// <c>""</c> and NULL nothing, so that the two can be told apart. BINARY is hexadecimal.
/// </summary>
internal sealed class CsvRowWriter : RowFileWriter
{
    private readonly RowFileOptions _options;
    private readonly IReadOnlyList<string> _names;
    private readonly Action<CellReader, DecodeState>[] _cells;
    private readonly char[] _special;

    public CsvRowWriter(
        TextWriter output,
        IReadOnlyList<ResultColumn> columns,
        IReadOnlyList<string> names,
        RowFileOptions options
    )
        : base(output, columns)
    {
        _options = options;
        _names = names;
        _special = [options.Delimiter, '"', '\r', '\n'];
        _cells = [.. columns.Select(CellOf)];
    }

    public override void Begin()
    {
        if (!_options.Header)
            return;
        for (var i = 0; i < _names.Count; i++)
        {
            if (i > 0)
                Put(_options.Delimiter);
            PutQuoted(_names[i]);
        }

        PutEnd();
    }

    public override void Write(CellReader cells, DecodeState state)
    {
        for (var i = 0; i < _cells.Length; i++)
        {
            if (i > 0)
                Put(_options.Delimiter);
            _cells[i](cells, state);
        }

        PutEnd();
    }

    private void PutEnd()
    {
        Put('\r');
        Put('\n');
    }

    private Action<CellReader, DecodeState> CellOf(ResultColumn column) =>
        column.TypeName switch
        {
            "fixed" or "decfloat" => Digits,
            "real" or "float" or "double" => (cells, state) => Of(CellDecoders.Double(cells, state), v => Put(Number(v))),
            "boolean" => (cells, state) => Of(CellDecoders.Boolean(cells, state), v => Put(v ? "True" : "False")),
            "date" => (cells, state) => Of(CellDecoders.Date(cells, state), Date),
            "time" => (cells, state) => Of(CellDecoders.Time(cells, state), Time),
            "timestamp_ntz" => (cells, state) => Of(CellDecoders.TimestampNtz(cells, state), Timestamp),
            "timestamp_ltz" => (cells, state) => Of(CellDecoders.TimestampLtz(cells, state), Timestamp),
            "timestamp_tz" => (cells, state) => Of(CellDecoders.TimestampTz(cells, state), Timestamp),
            _ => Text,
        };

    private void Of<T>(T? value, Action<T> write)
        where T : struct
    {
        if (value is { } known)
            write(known);
        else
            Null();
    }

    /// <summary>A row of one NULL would be an empty line, which readers pass over.</summary>
    private void Null() => Put(_cells.Length == 1 && _options.NullText.Length == 0 ? "\"\"" : _options.NullText);

    private void Digits(CellReader cells, DecodeState state)
    {
        if (cells.Next())
            PutAscii(cells.Cell());
        else
            Null();
    }

    private void Text(CellReader cells, DecodeState state)
    {
        if (cells.Next())
            PutText(cells.Text());
        else
            Null();
    }

    private void Date(DateTime date)
    {
        if (_options.IsoTimes)
            PutIsoDate(date);
        else
            Timestamp(date);
    }

    /// <summary>As TimeSpan's text: seven digits of a fraction, or none.</summary>
    private void Time(TimeSpan time)
    {
        if (_options.IsoTimes)
        {
            PutClock(time);
            return;
        }

        PutSeconds(time);
        var fraction = (int)(time.Ticks % TimeSpan.TicksPerSecond);
        if (fraction == 0)
            return;
        Put('.');
        PutDigits(fraction, 7);
    }

    private void Timestamp(DateTime time)
    {
        if (_options.IsoTimes)
            PutIsoTime(time);
        else
            PutInvariant(time);
    }

    private void Timestamp(DateTimeOffset time)
    {
        if (_options.IsoTimes)
        {
            PutIsoTime(time);
            return;
        }

        PutInvariant(time.DateTime);
        Put(' ');
        PutOffset(time.Offset);
    }

    private void PutInvariant(DateTime time)
    {
        PutDigits(time.Month, 2);
        Put('/');
        PutDigits(time.Day, 2);
        Put('/');
        PutDigits(time.Year, 4);
        Put(' ');
        PutSeconds(time.TimeOfDay);
    }

    private void PutText(string text)
    {
        var needsQuotes =
            text.Length == 0
            || char.IsWhiteSpace(text[0])
            || char.IsWhiteSpace(text[text.Length - 1])
            || text.IndexOfAny(_special) >= 0
            || text == _options.NullText;
        if (needsQuotes)
            PutQuoted(text);
        else
            Put(text);
    }

    private void PutQuoted(string text)
    {
        Put('"');
        Put(text.IndexOf('"') < 0 ? text : text.Replace("\"", "\"\""));
        Put('"');
    }
}
