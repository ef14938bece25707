using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>
/// Finds out why Snowflake refused a login (Snowflake, "Key-pair authentication troubleshooting"): from an administrator's session
/// where there is one, else from what the token says.
/// </summary>
internal sealed class RefusedLogin(
    SnowflakeSessionOptions options,
    SnowflakeSession session,
    SnowflakeSession? admin,
    DateTimeOffset serverTime,
    bool isClockWrong
)
{
    /// <summary>What is known of the reason, and what to do.</summary>
    /// <param name="e">The refusal.</param>
    /// <param name="context">The operation.</param>
    public async Task<(string Detail, string Advice)> ExplainAsync(SnowflakeException e, CallContext context)
    {
        var query = SnowflakeRefusals.FailureDetailsQuery(e.Message);
        if (query is not null && admin is not null)
        {
            try
            {
                var code = ErrorCodeOf(await admin.Statements.ReadScalarAsync(query, context).ConfigureAwait(false));
                var (meaning, advice) = LoginFailureReasons.Of(code);
                return (
                    $"{e.Message} Snowflake's reason: {meaning} ({code}).",
                    await FindLoginNameAsync(code, context).ConfigureAwait(false) ?? advice
                );
            }
            catch (QlikSnowflakeException asked)
            {
                return (
                    e.Message,
                    $"The administrator's session could not read the reason: {asked.Message} The query is: {query}"
                );
            }
        }

        if (e.StatusCode != 401 || session.InspectToken(serverTime) is not { } token || query is null)
            return (e.Message, e.RecommendedAction ?? string.Empty);

        // Whatever can be told from the token itself is either proven here or ruled out.
        var ask = $"An administrator sees the reason by: {query} With an administrator's session, -Detailed asks for it.";
        if (token.Problems.Count > 0)
            return (
                $"{e.Message} Proven: {string.Join(" ", token.Problems)}",
                (isClockWrong ? "Correct this machine's clock. " : string.Empty) + ask
            );

        var hostAccount = AccountOfHost();
        if (hostAccount is not null && hostAccount != Spelled(token.Account))
            return (
                $"{e.Message} Likely: the host {options.HostName} is of the account {hostAccount}, the token of {token.Account} (394307).",
                "Give the -HostName of that account, or leave it out. " + ask
            );

        return (
            $"{e.Message} Ruled out: form, times, algorithm and signature of the token (394301, 394302, 394303, 394305, "
                + $"394306){(hostAccount is null ? string.Empty : ", and another account than the host's (394307)")}. "
                + $"Left: no user has the LOGIN_NAME {token.User} (394300), or the key {token.Fingerprint} is in none of "
                + "the user's slots and key pairs "
                + $"(394304){(hostAccount is null ? $", or the account {token.Account} is not the host's (394307)" : string.Empty)}.",
            ask
        );
    }

    // Whoever gives a user's NAME where its LOGIN_NAME is another is told so.
    private async Task<string?> FindLoginNameAsync(string code, CallContext context)
    {
        if (code is not ("394300" or "JWT_TOKEN_INVALID_USER_IN_ISSUER") || options.User is not { } user)
            return null;

        try
        {
            var description = await new UserKeyClient(admin!).DescribeAsync(user, context).ConfigureAwait(false);
            return string.Equals(description.LoginName, user, StringComparison.OrdinalIgnoreCase)
                ? null
                : $"The user {description.Name} has the LOGIN_NAME {description.LoginName}: give that with -User.";
        }
        catch (SnowflakeException)
        {
            // There is no user of this NAME either.
            return null;
        }
    }

    // A host of Snowflake's names its account; of any other (a PrivateLink alias, a proxy) nothing can be said.
    private string? AccountOfHost()
    {
        var host = options.ToEndpoint().BaseAddress.Host;
        return
            host.EndsWith(".snowflakecomputing.com", StringComparison.OrdinalIgnoreCase)
            || host.EndsWith(".snowflakecomputing.cn", StringComparison.OrdinalIgnoreCase)
            ? Spelled(SnowflakeAccount.Parse(host).Claim)
            : null;
    }

    // Hosts spell an account's underscores as hyphens.
    private static string? Spelled(string? account) => account?.Replace('_', '-');

    private static string ErrorCodeOf(string? details)
    {
        try
        {
            using var json = JsonDocument.Parse(details ?? string.Empty);
            var code = json.RootElement.GetProperty("errorCode");
            return code.ValueKind == JsonValueKind.Number ? code.GetRawText() : code.GetString() ?? "unknown";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return "unknown";
        }
    }
}
