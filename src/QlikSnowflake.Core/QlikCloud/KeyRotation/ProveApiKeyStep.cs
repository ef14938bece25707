using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Logs in with the new key, and checks that it acts as the same user of the same tenant: before it is stored, and once more after,
/// since another machine whose clock is off may have taken it for a leftover meanwhile.
/// </summary>
internal sealed class ProveApiKeyStep(RotationState state, string name) : IRotationStep
{
    // How soon a new key works everywhere is not documented.
    private static readonly TimeSpan[] Delays = [.. new[] { 1, 2, 4, 8, 15 }.Select(s => TimeSpan.FromSeconds(s))];

    public string Name => name;

    public string? Change => null;

    public async Task DoAsync(CallContext context)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await ProveAsync(context).ConfigureAwait(false);
                return;
            }
            catch (QlikCloudException e) when (e.StatusCode == 401 && attempt < Delays.Length)
            {
                context.Log.Verbose($"The new key is not accepted yet; it is tried again in {Delays[attempt].TotalSeconds:0} s.");
                await state.Session.Options.Delay(Delays[attempt], context.CancellationToken).ConfigureAwait(false);
            }
            catch (QlikCloudException e) when (e.StatusCode == 401)
            {
                state.IsNewRefused = true;
                throw;
            }
        }
    }

    private async Task ProveAsync(CallContext context)
    {
        using var proof = await state.Session.OpenWithAsync(state.New!.Token!, context).ConfigureAwait(false);
        var (user, expected) = (proof.User, state.Session.User);
        if (user.Id != expected.Id || user.TenantId != expected.TenantId)
        {
            throw new InputException(
                ErrorIds.NewKeyActsAsAnother,
                $"The new key acts as {user.Name} ({user.Id}), and the old one as {expected.Name} ({expected.Id}).",
                "Nothing was stored. Tell Qlik's support.",
                FailureKind.InvalidData
            );
        }
    }
}
