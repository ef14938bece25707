using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Diagnosis.Checks;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>
/// Goes through everything a login needs, in the order in which it fails, and says of each how it is. Nothing is changed.
/// </summary>
public sealed class SnowflakeDiagnosis
{
    private static readonly DiagnosisCheck[] Checks =
    [
        new CredentialCheck(),
        new ParameterCheck(),
        new AccountCheck(),
        new HostCheck(),
        new TlsCheck(),
        new ClockCheck(),
        new LoginCheck(),
        new KeySlotCheck(),
        new RoleCheck(),
        new WarehouseCheck(),
    ];

    private readonly SnowflakeSessionOptions _options;
    private readonly Func<SnowflakeCredential> _credential;
    private readonly SnowflakeSession? _admin;

    /// <summary>Prepares the checks.</summary>
    /// <param name="options">Whom to connect as, and where.</param>
    /// <param name="credential">Reads the key or token; what it throws is the first check.</param>
    /// <param name="admin">A session that may see login failures and describe the user, or null.</param>
    public SnowflakeDiagnosis(SnowflakeSessionOptions options, Func<SnowflakeCredential> credential, SnowflakeSession? admin)
    {
        _options = options;
        _credential = credential;
        _admin = admin;
    }

    /// <summary>Runs the checks.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>All checks, in order.</returns>
    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(CallContext context)
    {
        using var state = new DiagnosisState(_options, _credential, _admin);
        var all = new List<ConnectionCheck>();
        foreach (var check in Checks)
        {
            var found = await check.RunAsync(state, context).ConfigureAwait(false);
            all.AddRange(found);
            state.IsBroken |= check.IsNeeded && found.Any(c => c.Status == ConnectionCheckStatus.Failed);
        }

        return all;
    }
}
