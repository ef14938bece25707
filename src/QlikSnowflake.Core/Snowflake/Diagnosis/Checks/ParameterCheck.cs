using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The parameters: that a session can be made of them. It says nothing where one can.</summary>
internal sealed class ParameterCheck : DiagnosisCheck
{
    public override Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context) =>
        Task.FromResult<IReadOnlyList<ConnectionCheck>>(Look(state));

    private static ConnectionCheck[] Look(DiagnosisState state)
    {
        if (state.Credential is not { } credential)
            return [];

        try
        {
            // Failures of the role and the warehouse are told apart from those of the login itself.
            state.Session = SnowflakeSession.Create(
                "check",
                state.Options with
                {
                    Role = null,
                    Warehouse = null,
                    Database = null,
                    Schema = null,
                },
                credential
            );
            return [];
        }
        catch (QlikSnowflakeException e)
        {
            return [Fail("Parameters", e)];
        }
    }
}
