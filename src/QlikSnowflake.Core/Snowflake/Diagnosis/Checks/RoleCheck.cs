using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The role.</summary>
internal sealed class RoleCheck : ContextCheck
{
    protected override string Name => "Role";

    protected override string Function => "CURRENT_ROLE()";

    public override async Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        var checks = await base.RunAsync(state, context).ConfigureAwait(false);
        state.IsRoleWrong = checks.Any(c => c.Status == ConnectionCheckStatus.Failed);
        return checks;
    }

    protected override string? Wanted(SnowflakeSessionOptions options) => options.Role;

    protected override SnowflakeSessionOptions With(SnowflakeSessionOptions tried, SnowflakeSessionOptions asked) =>
        tried with
        {
            Role = asked.Role,
        };

    protected override ConnectionCheck WithoutDefault() => NotInUse(null);
}
