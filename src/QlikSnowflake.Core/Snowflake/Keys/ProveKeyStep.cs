using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Logs in with the new key, before the old one is touched.</summary>
internal sealed class ProveKeyStep(SnowflakeSession session, string loginName, NewKey key) : IRotationStep
{
    private static readonly TimeSpan[] Delays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4)];

    public string Name => "Prove new key";

    public string? Change => null;

    public async Task<bool> IsDoneAsync(CallContext context)
    {
        try
        {
            await LoginAsync(context).ConfigureAwait(false);
            return true;
        }
        catch (SnowflakeException e) when (e.Kind == FailureKind.Authentication)
        {
            return false;
        }
    }

    public async Task DoAsync(CallContext context)
    {
        // A key that was just set may take a moment to be known everywhere.
        foreach (var delay in Delays)
        {
            if (await IsDoneAsync(context).ConfigureAwait(false))
                return;
            await Task.Delay(delay, context.CancellationToken).ConfigureAwait(false);
        }

        await LoginAsync(context).ConfigureAwait(false);
    }

    // The rotating session's role and warehouse are an administrator's; the user's own defaults are what counts here.
    private async Task LoginAsync(CallContext context)
    {
        var options = session.Options with { User = loginName, Role = null, Warehouse = null, Database = null, Schema = null };
        using var proof = await SnowflakeSession.OpenAsync("proof", options, key.Read(), context).ConfigureAwait(false);
    }
}
