namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>
/// The spellings of an account in a JWT's issuer: the part of the identifier before the first period (a locator without its region),
/// an organisation and account joined by a hyphen with underscores kept or written as hyphens, and the locator.
/// From https://docs.snowflake.com/en/user-guide/admin-account-identifier and
/// https://docs.snowflake.com/en/developer-guide/sql-api/authenticating.
/// </summary>
internal static class AccountName
{
    public static bool IsAccepted(string claimed, SnowflakeSettings settings)
    {
        if (claimed.Length == 0 || (settings.RequireUpperCaseClaims && claimed.Any(char.IsLower)))
            return false;
        var name = claimed.ToUpperInvariant();
        if (name.Equals(settings.AccountLocator, StringComparison.OrdinalIgnoreCase))
            return true;

        var account = settings.Account.ToUpperInvariant();
        var period = account.IndexOf('.', StringComparison.Ordinal);
        if (period < 0)
            return Hyphens(name) == Hyphens(account);

        var region = account[(period + 1)..];
        var first = account[..period];
        if (Hyphens(name) == Hyphens(first))
            return true;

        // Replication hosts append an external id after a hyphen, which is not part of the account.
        return region == "GLOBAL"
            && (name == Cut(first, first.IndexOf('-', StringComparison.Ordinal)) || name == Cut(first, first.LastIndexOf('-')));
    }

    private static string Cut(string text, int at) => at < 0 ? text : text[..at];

    private static string Hyphens(string text) => text.Replace('_', '-');
}
