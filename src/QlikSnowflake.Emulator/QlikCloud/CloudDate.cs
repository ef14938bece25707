using System.Globalization;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>Dates as the tenant writes them: UTC, <c>Z</c>, and a fraction of varying length.</summary>
internal static class CloudDate
{
    public static string Write(DateTimeOffset date) =>
        date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFF'Z'", CultureInfo.InvariantCulture);
}
