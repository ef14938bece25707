using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Logs in with the new key, before the old one is touched.</summary>
internal sealed class ProveKeyStep(SnowflakeSession session, string loginName, NewKey key) : IRotationStep
{
    // A key that was just set may take a moment to be known everywhere.
    private static readonly TimeSpan[] Delays = [.. new[] { 1, 2, 4, 8 }.Select(s => TimeSpan.FromSeconds(s))];

    public string Name => "Prove new key";

    public string? Change => null;

    public async Task DoAsync(CallContext context)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await LoginAsync(context).ConfigureAwait(false);
                return;
            }
            catch (SnowflakeException e) when (e.Kind == FailureKind.Authentication && attempt < Delays.Length)
            {
                context.Log.Verbose($"The new key is not accepted yet; it is tried again in {Delays[attempt].TotalSeconds:0} s.");
                await session.Options.Delay(Delays[attempt], context.CancellationToken).ConfigureAwait(false);
            }
        }
    }

    // The rotating session's role and warehouse are an administrator's; the user's own defaults are what counts here.
    private async Task LoginAsync(CallContext context)
    {
        var options = session.Options with { User = loginName, Role = null, Warehouse = null, Database = null, Schema = null };
        using var proof = await SnowflakeSession.OpenAsync("proof", options, key.Read(), context).ConfigureAwait(false);
    }
}
