using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The server's certificate, by a request that needs no login; the answer tells the server's time.</summary>
internal sealed class TlsCheck : DiagnosisCheck
{
    private const string Name = "TLS";

    public override async Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        if (state.IsBroken || state.Session is not { } session)
            return [Skip(Name, "An earlier check failed.")];

        try
        {
            var reply = await session.ProbeAsync(context).ConfigureAwait(false);
            (state.IsReached, state.ServerTime) = (true, reply.Date);
            return
            [
                state.Options.Trust.SkipCertificateCheck
                    ? Skip(Name, "The server's certificate is not checked.")
                    : Pass(Name, "The server's certificate is trusted and is for this host."),
            ];
        }
        catch (QlikSnowflakeException e)
        {
            return [Fail(Name, e)];
        }
    }
}
