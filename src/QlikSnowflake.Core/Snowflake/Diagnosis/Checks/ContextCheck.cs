using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>
/// Something that a session works with, by a session of its own: what is in use there, and whether that is what is asked for.
/// </summary>
internal abstract class ContextCheck : DiagnosisCheck
{
    /// <summary>Its name, such as Role.</summary>
    protected abstract string Name { get; }

    /// <summary>The SQL function that tells what is in use.</summary>
    protected abstract string Function { get; }

    /// <summary>What is asked for; null for the user's default.</summary>
    protected abstract string? Wanted(SnowflakeSessionOptions options);

    /// <summary>The tried session's options, with what is asked for.</summary>
    protected abstract SnowflakeSessionOptions With(SnowflakeSessionOptions tried, SnowflakeSessionOptions asked);

    /// <summary>What it means that nothing is asked for, and nothing is in use.</summary>
    protected abstract ConnectionCheck WithoutDefault();

    public override async Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        if (state.LoggedInAs is null || state.Session is not { } session)
            return [Skip(Name, "The login failed.")];
        if (state.IsRoleWrong)
            return [Skip(Name, "The role cannot be used.")];

        return [await LookAsync(state, session, context).ConfigureAwait(false)];
    }

    protected ConnectionCheck NotInUse(string? wanted) =>
        Fail(Name, $"'{wanted}' is not in use.", "Check the name; it is case-sensitive here, mostly upper case.");

    private async Task<ConnectionCheck> LookAsync(DiagnosisState state, SnowflakeSession session, CallContext context)
    {
        var wanted = Wanted(state.Options);
        try
        {
            using var probe = SnowflakeSession.Create("check", With(session.Options, state.Options), state.ReadCredential());
            var found = await probe.Statements.ReadScalarAsync("SELECT " + Function, context).ConfigureAwait(false);
            if (found is { Length: > 0 } && (wanted is null || found == wanted))
                return Pass(Name, wanted is null ? $"{found}, the user's default." : $"{found}.");
            return wanted is null ? WithoutDefault() : NotInUse(wanted);
        }
        catch (QlikSnowflakeException e)
        {
            return Fail(Name, wanted is null ? e.Message : $"'{wanted}': {e.Message}", e.RecommendedAction);
        }
    }
}
