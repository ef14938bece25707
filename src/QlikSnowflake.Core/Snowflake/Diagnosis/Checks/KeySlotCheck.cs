using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>Where the key is registered, asked in the session that was tried or else in the administrator's.</summary>
internal sealed class KeySlotCheck : DiagnosisCheck
{
    private const string Name = "Key slot";

    public override async Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        var asking = state.LoggedInAs is not null ? state.Session : state.Admin;
        if (state.Session?.Fingerprint is not { } fingerprint || asking is null || state.Options.User is not { } user)
            return
            [
                Skip(
                    Name,
                    state.Session is null ? "There is no key to look for."
                        : state.Session.Fingerprint is null ? "The login is not by key pair."
                        : "The login failed, and no administrator's session was given (-Detailed)."
                ),
            ];

        try
        {
            var of = state.LoggedInAs is { Length: > 0 } name ? name : user;
            var keys = await new UserKeyClient(asking).ListAsync(of, context).ConfigureAwait(false);
            return [Of(fingerprint, keys)];
        }
        catch (QlikSnowflakeException e)
        {
            return [Skip(Name, $"The user could not be described: {e.Message}")];
        }
    }

    private static ConnectionCheck Of(string fingerprint, IReadOnlyList<SnowflakeUserKey> keys) =>
        keys.FirstOrDefault(k => k.Fingerprint == fingerprint) is { } match
            ? Pass(Name, $"The key is registered as {match.Name}.")
            : Fail(
                Name,
                "The key is not registered. Registered: "
                    + $"{(keys.Count == 0 ? "none" : string.Join(", ", keys.Select(k => $"{k.Name} {k.Fingerprint}")))}.",
                "Register it: Set-SnowflakeUserKey, or the statement of Get-SnowflakePublicKey."
            );
}
