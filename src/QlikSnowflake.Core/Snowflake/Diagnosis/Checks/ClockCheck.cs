using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>
/// This machine's clock beside the server's. A wrong one is told apart: the login is tried all the same, since it decides.
/// </summary>
internal sealed class ClockCheck : DiagnosisCheck
{
    private const string Name = "Clock";

    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(60);

    public override bool IsNeeded => false;

    public override Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context) =>
        Task.FromResult<IReadOnlyList<ConnectionCheck>>([Look(state)]);

    private static ConnectionCheck Look(DiagnosisState state)
    {
        if (!state.IsReached)
            return Skip(Name, "No reply told the server's time.");
        if (state.ServerTime is not { } time)
            return Skip(Name, "The server did not say what time it has.");

        var skew = time - state.Options.Clock();
        state.IsClockWrong = skew.Duration() > MostSkew;
        return state.IsClockWrong
            ? Fail(
                Name,
                $"This machine is {skew.Duration().TotalSeconds:0} seconds {(skew < TimeSpan.Zero ? "ahead" : "behind")}.",
                "Correct this machine's clock: tokens are refused (394302, 394303)."
            )
            : Pass(Name, $"This machine and Snowflake differ by {Math.Abs(skew.TotalSeconds):0} seconds.");
    }
}
