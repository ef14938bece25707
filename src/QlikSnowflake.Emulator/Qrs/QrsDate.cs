using System.Globalization;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>Dates as the repository writes them: UTC, three decimals, <c>Z</c>.</summary>
internal static class QrsDate
{
    public static string Write(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static bool TryRead(string text, out DateTimeOffset date) =>
        DateTimeOffset.TryParse(
            text,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out date
        );
}
