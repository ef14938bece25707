using System.Text.Json;
using QlikSnowflake.Emulator.Snowflake.Sql.Functions;

namespace QlikSnowflake.Emulator.Snowflake.Results;

/// <summary>Writes cells into a reply, each a JSON string or null, in the formats that the statement's parameters ask for.</summary>
internal sealed class RowWriter(Utf8JsonWriter json, OutputFormats formats, bool nullsAsText)
{
    // Room for every number, time and formatted timestamp.
    private const int CellLength = 400;

    public void Null()
    {
        if (nullsAsText)
            json.WriteStringValue("null"u8);
        else
            json.WriteNullValue();
    }

    public void Text(string? value)
    {
        if (value is null)
            Null();
        else
            json.WriteStringValue(value);
    }

    public void Text(ReadOnlySpan<byte> utf8) => json.WriteStringValue(utf8);

    public void Integer(long value)
    {
        Span<byte> cell = stackalloc byte[CellLength];
        json.WriteStringValue(cell[..CellText.Integer(value, cell)]);
    }

    public void Real(double value)
    {
        Span<byte> cell = stackalloc byte[CellLength];
        json.WriteStringValue(cell[..CellText.Real(value, cell)]);
    }

    public void Boolean(bool value) => json.WriteStringValue(value ? "true"u8 : "false"u8);

    public void Date(int days)
    {
        if (formats.Date is { } format)
        {
            Formatted(format, new Moment(days * 86_400L, 0), 0);
            return;
        }

        Integer(days);
    }

    public void Time(long nanoseconds)
    {
        if (formats.Time is { } format)
        {
            Formatted(format, new Moment(nanoseconds / 1_000_000_000, (int)(nanoseconds % 1_000_000_000)), 0);
            return;
        }

        Span<byte> cell = stackalloc byte[CellLength];
        json.WriteStringValue(cell[..CellText.Time(nanoseconds, cell)]);
    }

    public void TimestampNtz(Moment moment)
    {
        if (formats.TimestampNtz is { } format)
            Formatted(format, moment, 0);
        else
            Epoch(moment);
    }

    public void TimestampLtz(Moment moment)
    {
        if (formats.TimestampLtz is { } format)
            Formatted(format, moment, formats.OffsetAt(moment));
        else
            Epoch(moment);
    }

    public void TimestampTz(Moment moment)
    {
        if (formats.TimestampTz is { } format)
        {
            Formatted(format, moment, moment.OffsetMinutes);
            return;
        }

        Span<byte> cell = stackalloc byte[CellLength];
        json.WriteStringValue(cell[..CellText.TimestampTz(moment, cell)]);
    }

    public void Binary(byte[] value) =>
        json.WriteStringValue(formats.Base64 ? Convert.ToBase64String(value) : Convert.ToHexString(value));

    public void Value(SqlValue value)
    {
        switch (value.Payload)
        {
            case null:
                Null();
                break;
            case bool truth:
                Boolean(truth);
                break;
            case int days:
                Date(days);
                break;
            case long nanoseconds:
                Time(nanoseconds);
                break;
            case byte[] bytes:
                Binary(bytes);
                break;
            case Moment moment when value.Type.Type == "timestamp_tz":
                TimestampTz(moment);
                break;
            case Moment moment when value.Type.Type == "timestamp_ltz":
                TimestampLtz(moment);
                break;
            case Moment moment:
                TimestampNtz(moment);
                break;
            case string text when value.Type.Type is "variant" or "object" or "array":
                Text(JsonFunctions.Pretty(text));
                break;
            case var text:
                Text((string)text);
                break;
        }
    }

    private void Epoch(Moment moment)
    {
        Span<byte> cell = stackalloc byte[CellLength];
        json.WriteStringValue(cell[..CellText.Timestamp(moment, cell)]);
    }

    private void Formatted(OutputFormat format, Moment moment, int offsetMinutes)
    {
        Span<byte> cell = stackalloc byte[CellLength];
        json.WriteStringValue(cell[..format.Write(moment, offsetMinutes, cell)]);
    }
}
