using System.Text.RegularExpressions;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake;

/// <summary>
/// An account identifier in any of the forms Snowflake shows it, and the two forms derived from it: the claim account for
/// tokens, and the host for requests (Snowflake, "Account identifiers"; "Authenticating to the server", SQL API).
/// </summary>
public sealed class SnowflakeAccount
{
    private const string Domain = ".snowflakecomputing.com";
    private const string ChinaDomain = ".snowflakecomputing.cn";

    private static readonly Regex Snowsight = new(
        @"^(?:https?://)?app\.snowflake\.com/(?<first>[A-Za-z0-9_.-]+)/(?<second>[A-Za-z0-9_-]+)(?:[/?#].*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.Singleline,
        TimeSpan.FromSeconds(1)
    );

    private static readonly Regex Label = new(@"^[A-Za-z0-9_-]+\z", RegexOptions.CultureInvariant);

    private SnowflakeAccount(string identifier, string claim, string host, string? warning)
    {
        Identifier = identifier;
        Claim = claim;
        Host = host;
        Warning = warning;
    }

    /// <summary>The identifier as given, without scheme, path or domain.</summary>
    public string Identifier { get; }

    /// <summary>The account in a token's claims: no region, no cloud, upper case.</summary>
    public string Claim { get; }

    /// <summary>The host that serves the account.</summary>
    public string Host { get; }

    /// <summary>What was assumed where the identifier can be read in two ways, else null.</summary>
    public string? Warning { get; }

    /// <summary>Parses an account identifier.</summary>
    /// <param name="text">Such as <c>myorg-myaccount</c>, <c>xy12345.eu-central-1</c> or the account's URL.</param>
    /// <exception cref="InputException">It is no account identifier.</exception>
    public static SnowflakeAccount Parse(string text)
    {
        var (identifier, domain) = StripUrl(text);
        var labels = identifier.Split('.');
        foreach (var label in labels)
        {
            if (!Label.IsMatch(label))
                throw Invalid(
                    text,
                    label.Length == 0
                        ? "it has an empty part"
                        : $"'{label}' holds something other than letters, digits, '-' and '_'"
                );
            if (label[0] is '-' or '_' || label[label.Length - 1] == '-')
                throw Invalid(text, $"'{label}' begins or ends with a sign that joins two parts");
        }

        domain ??= labels.Skip(1).Any(l => l.StartsWith("cn-", StringComparison.OrdinalIgnoreCase)) ? ChinaDomain : Domain;
        var last = labels[labels.Length - 1];
        if (labels.Length == 2 && IsNeitherRegionNorKind(last))
        {
            var joined = labels[0] + "-" + last;
            return new SnowflakeAccount(
                identifier,
                Upper(joined),
                HostName(joined, domain),
                $"'{identifier}' is taken as organization.account, that is '{joined}'. For an account locator give the region too."
            );
        }

        var claim = labels[0];
        if (labels.Length > 1 && last.Equals("global", StringComparison.OrdinalIgnoreCase))
        {
            // A replicated account is <locator>-<external id>.global, and a locator holds no hyphen.
            claim = claim.Split('-')[0];
        }

        return new SnowflakeAccount(identifier, Upper(claim), HostName(identifier, domain), null);
    }

    /// <inheritdoc/>
    public override string ToString() => Identifier;

    private static (string Identifier, string? Domain) StripUrl(string text)
    {
        var rest = text.Trim();
        if (SnowsightAccount(rest) is { } shown)
            return (shown, null);
        var isUrl = false;
        foreach (var scheme in new[] { "https://", "http://" })
        {
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest.Substring(scheme.Length);
                var end = rest.IndexOfAny(['/', '?', '#']);
                rest = end < 0 ? rest : rest.Substring(0, end);
                isUrl = true;
            }
        }

        // The port of HTTPS, as drivers and browsers' bars show it.
        foreach (var domain in new[] { Domain, ChinaDomain })
        {
            if (rest.EndsWith(domain + ":443", StringComparison.OrdinalIgnoreCase))
                rest = rest.Substring(0, rest.Length - ":443".Length);
            if (rest.EndsWith(domain, StringComparison.OrdinalIgnoreCase))
                return (WithoutSnowsight(rest.Substring(0, rest.Length - domain.Length)), domain);
        }

        return isUrl ? throw Invalid(text, "the URL is not one of snowflakecomputing.com") : (rest, null);
    }

    // https://app.snowflake.com/organization/account/#/… or, for older accounts, /region/locator (Snowflake, "Signing in to Snowsight").
    private static string? SnowsightAccount(string text)
    {
        var match = Snowsight.Match(text);
        if (!match.Success)
            return null;
        var (first, second) = (match.Groups["first"].Value, match.Groups["second"].Value);
        return first.Contains('-') ? second + "." + first.ToLowerInvariant() : first + "-" + second;
    }

    // Snowsight over a private link is served beside the account, by app-organization-account.privatelink.
    private static string WithoutSnowsight(string identifier) =>
        identifier.StartsWith("app-", StringComparison.OrdinalIgnoreCase)
        && identifier.EndsWith(".privatelink", StringComparison.OrdinalIgnoreCase)
        && identifier.Split('.')[0].Count(c => c == '-') > 1
            ? identifier.Substring("app-".Length)
            : identifier;

    private static bool IsNeitherRegionNorKind(string label) =>
        !label.Contains('-')
        && !label.Equals("privatelink", StringComparison.OrdinalIgnoreCase)
        && !label.Equals("global", StringComparison.OrdinalIgnoreCase);

    // Underscores break TLS and DNS; Snowflake serves the spelling with hyphens too.
    private static string HostName(string identifier, string domain) => identifier.Replace('_', '-').ToLowerInvariant() + domain;

    private static string Upper(string text) => text.ToUpperInvariant();

    private static InputException Invalid(string text, string why) =>
        new(
            ErrorIds.AccountInvalid,
            $"'{text}' is no Snowflake account identifier: {why}.",
            "Give it as Snowflake shows it under Account details: organization-account (myorg-myaccount), or the locator "
                + "with its region (xy12345.eu-central-1)."
        );
}
