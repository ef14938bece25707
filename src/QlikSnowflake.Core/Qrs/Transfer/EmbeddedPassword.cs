using System.Text.RegularExpressions;

namespace QlikSnowflake.Qrs.Transfer;

/// <summary>Recognises connection strings that carry a password themselves, as those of OLE DB and ODBC may.</summary>
public static class EmbeddedPassword
{
    private static readonly Regex Key = new(
        "(^|[;\\[\"\\s])(password|pwd)\\s*=\\s*[^;\\]\"\\s]",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5)
    );

    /// <summary>Whether a connection string seems to hold a password.</summary>
    /// <param name="connectionString">The string.</param>
    public static bool IsIn(string connectionString) => Key.IsMatch(connectionString);
}
