using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>Puts the new key into the store and reads it back.</summary>
internal sealed class StoreKeyStep(RotationState state) : IReversibleStep
{
    public string Name => "Store new key";

    public string Change => $"Replace the key in {state.Options.Store.Name}";

    public async Task DoAsync(CallContext context)
    {
        // From here on the store may have the new key, whatever the write reports: it must stay good until the contrary is known.
        state.NewIsStored = true;
        await state.Options.Store.WriteAsync(state.New!.Token!, context).ConfigureAwait(false);
        if (state.Options.Store.CanRead && !await HasNewAsync(context).ConfigureAwait(false))
        {
            throw new InputException(
                "StoreNotRead",
                $"What was read back from {state.Options.Store.Name} is not the key that was stored.",
                "Look at who else writes there, and whether this account may.",
                FailureKind.Conflict
            );
        }
    }

    public async Task UndoAsync(CallContext context)
    {
        if (state.Committed)
            return;

        var store = state.Options.Store;
        if (!store.CanRead)
        {
            // Writing the old key again is all that can be done; whether it is there, nobody knows, so both keys stay good.
            await store.WriteAsync(state.OldToken, context).ConfigureAwait(false);
            context.Log.Warning(
                $"The key in {store.Name} cannot be read back, so the new key {state.New?.Id} stays good beside the old one."
            );
            return;
        }

        if (await HasNewAsync(context).ConfigureAwait(false))
            await store.WriteAsync(state.OldToken, context).ConfigureAwait(false);

        // Another's key in the store is not ours to replace, and no reason to keep ours.
        state.NewIsStored = await HasNewAsync(context).ConfigureAwait(false);
    }

    private async Task<bool> HasNewAsync(CallContext context)
    {
        using var stored = await state.Options.Store.ReadAsync(context).ConfigureAwait(false);
        return RotationState.IsSame(stored, state.New!.Token);
    }
}
