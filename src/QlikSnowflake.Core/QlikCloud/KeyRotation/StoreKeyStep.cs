using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Puts the new key into the store and reads it back. A store may show what was written only after a while (Google Secret Manager
/// documents so of its latest version; replicated stores and caches do the same): what a read does not show may be there all the same.
/// </summary>
internal sealed class StoreKeyStep(RotationState state) : IReversibleStep
{
    private static readonly TimeSpan[] Delays = [.. new[] { 1, 2, 4, 8 }.Select(s => TimeSpan.FromSeconds(s))];

    public string Name => "Store new key";

    public string Change => $"Replace the key in {state.Options.Store.Name}";

    public async Task DoAsync(CallContext context)
    {
        await CheckStillOldAsync(context).ConfigureAwait(false);

        // From here on the store may have the new key, whatever the write reports: it must stay good until the contrary is known.
        state.NewIsStored = true;
        state.Content = StoreContent.OldOrNew;
        await state.Options.Store.WriteAsync(state.New!.Token!, context).ConfigureAwait(false);
        if (!state.Options.Store.CanRead)
        {
            state.Content = StoreContent.NewUnread;
            return;
        }

        if (await ReadUntilAsync(state.New.Token, context).ConfigureAwait(false) != Read.Wanted)
        {
            throw new InputException(
                ErrorIds.StoreNotRead,
                $"What was read back from {state.Options.Store.Name} is not the key that was stored.",
                "Look at who else writes there, and whether this account may.",
                FailureKind.Conflict
            );
        }

        state.Content = StoreContent.New;
    }

    // A run that stood still for long may have been overtaken: its new key is then taken for a leftover, and must not be put over
    // the one that the other has stored.
    private async Task CheckStillOldAsync(CallContext context)
    {
        if (!state.Options.Store.CanRead)
            return;
        using var stored = await state.Options.Store.ReadAsync(context).ConfigureAwait(false);
        if (stored is null || IsOurs(stored) || !await IsAnothersAsync(stored, context).ConfigureAwait(false))
            return;
        state.Content = StoreContent.Another;
        throw new InputException(
            ErrorIds.RotationElsewhere,
            $"Another run has stored a new key in {state.Options.Store.Name} meanwhile.",
            "Nothing is to be done: the key in the store works. One task for one store is enough.",
            FailureKind.Conflict
        );
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
            state.Content = StoreContent.OldOrNew;
            context.Log.Warning(
                $"The key in {store.Name} cannot be read back, so the new key {state.New?.Id} stays good beside the old one."
            );
            return;
        }

        if (await HoldsAnothersAsync(context).ConfigureAwait(false))
        {
            // It is not ours to replace.
            state.Content = StoreContent.Another;
            context.Log.Warning($"{store.Name} holds a key that neither is the old one nor the new one; all stay good.");
            return;
        }

        // Whatever the read showed: the write may have been taken, and come to light later.
        await store.WriteAsync(state.OldToken, context).ConfigureAwait(false);
        switch (await ReadUntilAsync(state.OldToken, context).ConfigureAwait(false))
        {
            case Read.Wanted:
                state.Content = StoreContent.OldAgain;
                state.NewIsStored = false;
                break;
            case Read.Another:
                state.Content = StoreContent.Another;
                break;
            default:
                context.Log.Warning(
                    $"Whether {store.Name} holds the old key or the new key {state.New?.Id} is not known; both stay good."
                );
                break;
        }
    }

    // What is neither key can be that of another run, or what is left of a write of ours that was torn: a login tells.
    private async Task<bool> HoldsAnothersAsync(CallContext context)
    {
        try
        {
            using var stored = await state.Options.Store.ReadAsync(context).ConfigureAwait(false);
            return stored is not null && !IsOurs(stored) && await IsAnothersAsync(stored, context).ConfigureAwait(false);
        }
        catch (QlikSnowflakeException e)
        {
            return MayWork(e);
        }
    }

    private async Task<bool> IsAnothersAsync(SecureString stored, CallContext context)
    {
        try
        {
            using var proof = await state.Session.OpenWithAsync(stored, context).ConfigureAwait(false);
            return true;
        }
        catch (QlikSnowflakeException e)
        {
            return MayWork(e);
        }
    }

    private static bool MayWork(QlikSnowflakeException e) =>
        e is ConnectionException or QlikCloudException { StatusCode: not 401 };

    private async Task<Read> ReadUntilAsync(SecureString? wanted, CallContext context)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var stored = await state.Options.Store.ReadAsync(context).ConfigureAwait(false);
            if (RotationState.IsSame(stored, wanted))
                return Read.Wanted;
            if (attempt == Delays.Length)
                return stored is null || IsOurs(stored) ? Read.Ours : Read.Another;
            context.Log.Verbose(
                $"{state.Options.Store.Name} does not show what was stored yet; it is read again in {Delays[attempt].TotalSeconds:0} s."
            );
            await state.Session.Options.Delay(Delays[attempt], context.CancellationToken).ConfigureAwait(false);
        }
    }

    private bool IsOurs(SecureString stored) =>
        RotationState.IsSame(stored, state.OldToken) || RotationState.IsSame(stored, state.New!.Token);

    private enum Read
    {
        Wanted,
        Ours,
        Another,
    }
}
