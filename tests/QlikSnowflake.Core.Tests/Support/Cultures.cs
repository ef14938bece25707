using System.Globalization;

namespace QlikSnowflake.Tests.Support;

/// <summary>Runs code as on a machine of another culture.</summary>
internal static class Cultures
{
    public static void RunIn(string name, Action action)
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo(name);
        try
        {
            action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
