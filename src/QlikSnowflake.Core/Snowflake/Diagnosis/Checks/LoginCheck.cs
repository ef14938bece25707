using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The login itself, without role and warehouse; where it is refused, why.</summary>
internal sealed class LoginCheck : DiagnosisCheck
{
    private const string Name = "Login";

    public override async Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        if (state.IsBroken || state.Session is not { } session)
            return [Skip(Name, "An earlier check failed.")];

        try
        {
            var user = await session.Statements.ReadScalarAsync("SELECT CURRENT_USER()", context).ConfigureAwait(false);
            state.LoggedInAs = user ?? string.Empty;
            return [Pass(Name, $"Logged in as {user}.")];
        }
        catch (SnowflakeException e)
        {
            var (detail, advice) = await new RefusedLogin(
                state.Options,
                session,
                state.Admin,
                state.ServerTime ?? state.Options.Clock(),
                state.IsClockWrong
            )
                .ExplainAsync(e, context)
                .ConfigureAwait(false);
            return [Fail(Name, detail, advice)];
        }
        catch (QlikSnowflakeException e)
        {
            return [Fail(Name, e)];
        }
    }
}
