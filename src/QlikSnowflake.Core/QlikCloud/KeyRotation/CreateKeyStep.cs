using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;
using QlikSnowflake.Time;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Makes the new key. A reply that is lost leaves a key whose token nobody has: it is found by its description, removed, and the
/// key made once more.
/// </summary>
internal sealed class CreateKeyStep(RotationState state) : IReversibleStep
{
    public string Name => "Make new key";

    public string Change =>
        $"Create API key '{state.Description}' for "
        + $"{(state.Lifetime is { } time ? IsoDuration.Format(time) : "the tenant's longest lifetime")}";

    public async Task DoAsync(CallContext context)
    {
        try
        {
            state.New = await state.Session.ApiKeys.CreateAsync(state.Description, state.Lifetime, context).ConfigureAwait(false);
        }
        catch (QlikSnowflakeException e) when (OutcomeIsUnknown(e))
        {
            context.Log.Warning(
                $"Whether the new key was made is not known: {e.Message} It is looked for, removed, and made once more."
            );
            await RemoveAsync(context).ConfigureAwait(false);
            state.New = await state.Session.ApiKeys.CreateAsync(state.Description, state.Lifetime, context).ConfigureAwait(false);
        }

        await YieldToEarlierAsync(context).ConfigureAwait(false);
    }

    public Task UndoAsync(CallContext context) =>
        state.NewIsStored || state.Committed ? Task.CompletedTask : RemoveAsync(context);

    // Of two machines that rotate one key at once, both see both new keys after making their own: the later gives way.
    private async Task YieldToEarlierAsync(CallContext context)
    {
        var mine = state.New!;
        var keys = await state.ListAsync(context).ConfigureAwait(false);
        var rival = keys.FirstOrDefault(k =>
            k.Id != mine.Id
            && RotationMarker.Read(k.Description) is { } marker
            && marker.IsFrom(state.Old.Id)
            && IsEarlier(k, mine)
        );
        if (rival is not null)
            throw RotationLeftovers.Elsewhere(rival);
    }

    private static bool IsEarlier(QlikCloudApiKey key, QlikCloudApiKey than) =>
        key.CreatedAt != than.CreatedAt ? key.CreatedAt < than.CreatedAt : string.CompareOrdinal(key.Id, than.Id) < 0;

    private static bool OutcomeIsUnknown(QlikSnowflakeException e) =>
        e switch
        {
            ConnectionException connection => connection.Kind is FailureKind.Connection or FailureKind.Timeout
                && connection.MayHaveArrived,
            ServiceException service => service.IsUnreadable || service.StatusCode is >= 500 or (>= 200 and <= 299) or 0,
            _ => false,
        };

    // The old key is alive still, and the session uses it until the new one is proved and stored.
    private async Task RemoveAsync(CallContext context)
    {
        foreach (var key in await state.ListAsync(context).ConfigureAwait(false))
        {
            if (key.Description == state.Description && key.Id != state.Old.Id)
            {
                await state.Session.ApiKeys.DeleteAsync(key.Id, context).ConfigureAwait(false);
                context.Log.Verbose($"The new key {key.Id} is removed again.");
            }
        }

        state.New = null;
    }
}
