using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Snowflake.Login;

/// <summary>What a key-pair token says, and what Snowflake would hold against it. It does not hold the token itself.</summary>
public sealed class JwtInspection
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(60);

    // What follows the locator in an account identifier (Snowflake, "Account identifiers"): region, cloud, and kinds of address.
    private static readonly Regex RegionInUser = new(
        @"^(?:[A-Z]{2}(?:-GOV)?-[A-Z]+-[0-9]|(?:[A-Z0-9-]+\.)+(?:AWS|AZURE|GCP)|(?:[A-Z0-9-]+\.)?(?:PRIVATELINK|GLOBAL))\.",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(1)
    );

    private JwtInspection() { }

    /// <summary>
    /// Whether nothing was found that Snowflake would refuse; null where nothing was and no key was given to check the signature by.
    /// Whether the key is registered, only Snowflake knows.
    /// </summary>
    public bool? IsValid =>
        Problems.Count > 0 ? false
        : SignatureVerified == true ? true
        : null;

    /// <summary>What is wrong, each with what to do.</summary>
    public TextList Problems { get; private set; } = [];

    /// <summary>The account in the claims.</summary>
    public string? Account { get; private set; }

    /// <summary>The user in the claims.</summary>
    public string? User { get; private set; }

    /// <summary>The claim iss.</summary>
    public string? Issuer { get; private set; }

    /// <summary>The claim sub.</summary>
    public string? Subject { get; private set; }

    /// <summary>The fingerprint in the claim iss.</summary>
    public string? Fingerprint { get; private set; }

    /// <summary>The header's algorithm.</summary>
    public string? Algorithm { get; private set; }

    /// <summary>The claim iat.</summary>
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>The claim exp.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>When Snowflake stops to take it: at exp, or an hour after iat if that comes first.</summary>
    public DateTimeOffset? EffectiveExpiry { get; private set; }

    /// <summary>Whether the signature is the given key's; null where no key was given.</summary>
    public bool? SignatureVerified { get; private set; }

    /// <summary>Takes a token apart.</summary>
    /// <param name="token">The token in compact form.</param>
    /// <param name="key">The key that should have signed it, or null.</param>
    /// <param name="account">The account it is meant for, or null.</param>
    /// <param name="now">The time to judge by.</param>
    /// <exception cref="InputException">It is no JWT at all.</exception>
    public static JwtInspection Of(string token, PublicKey? key, SnowflakeAccount? account, DateTimeOffset now)
    {
        var parts = token.Trim().Split('.');
        if (parts.Length != 3)
            throw NotAToken("it does not have three parts");

        var inspection = new JwtInspection();
        var problems = new List<string>();
        using (var header = Decode(parts[0], "header"))
            inspection.ReadHeader(header.RootElement, problems);
        using (var payload = Decode(parts[1], "payload"))
            inspection.ReadClaims(payload.RootElement, problems);
        inspection.CheckTimes(now, problems);
        inspection.CheckAccount(account, problems);
        inspection.CheckSignature(parts, key, problems);
        inspection.Problems = [.. problems];
        return inspection;
    }

    private void ReadHeader(JsonElement header, List<string> problems)
    {
        Algorithm = header.TextOrNull("alg");
        if (Algorithm != "RS256")
            problems.Add(
                $"The algorithm is {Algorithm ?? "missing"}; Snowflake takes RS256 (394305). Sign with an RSA key by RS256."
            );
    }

    private void ReadClaims(JsonElement payload, List<string> problems)
    {
        Issuer = payload.TextOrNull("iss");
        Subject = payload.TextOrNull("sub");
        IssuedAt = Time(payload, "iat");
        ExpiresAt = Time(payload, "exp");

        // The account ends at the first point and the user before the last fingerprint mark: a user may hold points.
        var mark = Issuer?.LastIndexOf(".SHA256:", StringComparison.Ordinal) ?? -1;
        var point = Issuer?.IndexOf('.') ?? -1;
        if (mark < 0 || point <= 0 || point >= mark)
        {
            problems.Add("The claim iss is not ACCOUNT.USER.SHA256:fingerprint (390144).");
            return;
        }

        Account = Issuer!.Substring(0, point);
        User = Issuer.Substring(point + 1, mark - point - 1);
        Fingerprint = Issuer.Substring(mark + 1);
        if (Subject != Issuer.Substring(0, mark))
            problems.Add("The claim sub is not what stands before the fingerprint in iss (390144).");
        if (Account.Any(char.IsLower) || User.Any(char.IsLower))
            problems.Add("Account and user must be in upper case in the claims (390144).");
        if (RegionInUser.Match(User) is { Success: true } region)
            problems.Add(
                $"'{region.Value.TrimEnd('.')}' in the claims looks like the region, cloud or kind of the account, which "
                    + "does not belong there (394300). Give the account's name or locator alone in them."
            );
        if (!IsHash(Fingerprint.Substring("SHA256:".Length)))
            problems.Add("The fingerprint is not the standard base64, with its padding, of a SHA-256 hash (394304).");
    }

    private static bool IsHash(string base64)
    {
        try
        {
            return base64.Length == 44 && Convert.FromBase64String(base64).Length == 32;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private void CheckTimes(DateTimeOffset now, List<string> problems)
    {
        if (IssuedAt is not { } issued || ExpiresAt is not { } expires)
        {
            problems.Add("The claim iat or exp is missing (394301).");
            return;
        }

        EffectiveExpiry = expires - issued > JwtIssuer.LongestLifetime ? issued + JwtIssuer.LongestLifetime : expires;
        if (issued - now > ClockTolerance)
            problems.Add(
                $"It is issued {(issued - now).TotalSeconds:0} seconds in the future (394302). Correct the clock of the "
                    + "machine that made it."
            );
        if (EffectiveExpiry <= now)
        {
            problems.Add(
                expires > now
                    ? "It was issued more than an hour ago, and Snowflake takes no token longer, whatever exp says "
                        + "(394303). Make a new one."
                    : $"It expired at {expires:u} (394303). Make a new one."
            );
        }
    }

    private void CheckAccount(SnowflakeAccount? account, List<string> problems)
    {
        if (account is not null && Account is not null && account.Claim != Account)
            problems.Add(
                $"It is for the account {Account}, not {account.Claim} (394307). A region or cloud does not belong in the claim."
            );
    }

    private void CheckSignature(string[] parts, PublicKey? key, List<string> problems)
    {
        if (key is null)
            return;

        if (Fingerprint is not null && Fingerprint != key.Fingerprint)
            problems.Add($"The fingerprint in iss is not the key's, {key.Fingerprint} (394304).");
        SignatureVerified =
            TryDecode(parts[2]) is { } signature && key.Verify(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), signature);
        if (SignatureVerified == false)
            problems.Add("The signature is not the key's (394306).");
    }

    // Seconds, or milliseconds, which have three digits more for centuries to come.
    private static DateTimeOffset? Time(JsonElement payload, string name)
    {
        if (
            !payload.TryGetProperty(name, out var value)
            || value.ValueKind != JsonValueKind.Number
            || !value.TryGetDouble(out var number)
        )
            return null;
        var seconds = number > 100_000_000_000 ? number / 1000 : number;
        return seconds is >= 0 and < 253_402_300_800 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;
    }

    private static JsonDocument Decode(string part, string what)
    {
        try
        {
            var document = JsonDocument.Parse(TryDecode(part) ?? throw NotAToken($"its {what} is not base64url"));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return document;
            document.Dispose();
        }
        catch (JsonException)
        {
            // Said below without quoting it: what was given may be another secret.
        }

        throw NotAToken($"its {what} is not a JSON object");
    }

    private static byte[]? TryDecode(string part)
    {
        try
        {
            return Base64Url.Decode(new ArraySegment<char>(part.ToCharArray()));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static InputException NotAToken(string why) =>
        new(
            ErrorIds.JwtInvalid,
            $"This is no JSON Web Token: {why}.",
            "Give the token as New-SnowflakeJwt emits it, whole and without quotes.",
            FailureKind.InvalidData
        );
}
