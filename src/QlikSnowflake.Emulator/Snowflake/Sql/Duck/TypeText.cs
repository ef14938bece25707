using System.Globalization;
using QlikSnowflake.Emulator.Snowflake.Results;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Duck;

/// <summary>A type as a word without spaces, to stand in the text of a call: fixed/38/2, text/10, date.</summary>
internal static class TypeText
{
    public static string Write(SnowflakeColumn type) =>
        type.Type switch
        {
            "fixed" => string.Create(CultureInfo.InvariantCulture, $"fixed/{type.Precision ?? 38}/{type.Scale ?? 0}"),
            "text" => string.Create(CultureInfo.InvariantCulture, $"text/{type.Length ?? 16_777_216}"),
            var other => other,
        };

    public static SnowflakeColumn Read(string text)
    {
        var parts = text.Split('/');
        return parts[0] switch
        {
            "fixed" => SnowflakeColumn.Fixed("", Number(parts[1]), Number(parts[2])),
            "text" => SnowflakeColumn.Text("", long.Parse(parts[1], CultureInfo.InvariantCulture)),
            var other => SnowflakeColumn.Of("", other),
        };
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
