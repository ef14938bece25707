using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The account, as tokens name it, and its host.</summary>
internal sealed class AccountCheck : DiagnosisCheck
{
    public override Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        var account = state.Options.Account;
        return Task.FromResult<IReadOnlyList<ConnectionCheck>>([
            Pass("Account", $"'{account.Identifier}' gives the claim {account.Claim}.", account.Warning),
            Pass("Host", state.Options.HostName ?? account.Host),
        ]);
    }
}
