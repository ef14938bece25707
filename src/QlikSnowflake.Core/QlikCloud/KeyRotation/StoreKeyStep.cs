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
        state.Content = StoreContent.Unknown;
        await state.Options.Store.WriteAsync(state.New!.Token!, context).ConfigureAwait(false);
        if (!state.Options.Store.CanRead)
        {
            state.Content = StoreContent.NewUnread;
            return;
        }

        if (await ReadUntilAsync(StoredKey.New, context).ConfigureAwait(false) != StoredKey.New)
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
        if (Recognize(stored) != StoredKey.Other || !await LogsInAsync(stored!, context).ConfigureAwait(false))
            return;
        state.Content = StoreContent.Overtaken;
        throw new InputException(
            ErrorIds.RotationElsewhere,
            $"Another run has stored a new key in {state.Options.Store.Name} meanwhile.",
            "Nothing is to be done: the key in the store works. One task for one store is enough.",
            FailureKind.Conflict
        );
    }

    public async Task UndoAsync(CallContext context)
    {
        if (state.Committed || !state.NewIsStored)
            return;

        var store = state.Options.Store;
        state.Content = StoreContent.Unknown;
        if (!store.CanRead)
        {
            // Writing the old key again is all that can be done; whether it is there, nobody knows, so both keys stay good.
            await store.WriteAsync(state.OldToken, context).ConfigureAwait(false);
            context.Log.Warning(
                $"The key in {store.Name} cannot be read back, so neither the old key nor the new key {state.New?.Id} is deleted."
            );
            return;
        }

        var before = await LookAsync(context).ConfigureAwait(false);
        if (before is StoredKey.Another or StoredKey.Other)
        {
            // It is not ours to replace, or may not be.
            state.Content = before == StoredKey.Another ? StoreContent.Another : StoreContent.Unknown;
            context.Log.Warning($"{state.StoreName} shows a key that is neither the old one nor the new one; none is deleted.");
            return;
        }

        // Whatever the read showed: the write may have been taken, and come to light later.
        try
        {
            await store.WriteAsync(state.OldToken, context).ConfigureAwait(false);
        }
        catch (QlikSnowflakeException)
        {
            state.Content = await LookAsync(context).ConfigureAwait(false) switch
            {
                StoredKey.Old => StoreContent.OldShown,
                StoredKey.New => StoreContent.NewShown,
                _ => StoreContent.Unknown,
            };
            throw;
        }

        switch (await ReadUntilAsync(StoredKey.Old, context).ConfigureAwait(false))
        {
            // Only where the new key was seen to be there does the old one show that it has gone.
            case StoredKey.Old when before == StoredKey.New:
                state.Content = StoreContent.OldAgain;
                state.NewIsStored = false;
                break;
            case StoredKey.Old:
                state.Content = StoreContent.OldShown;
                break;
            case StoredKey.New:
                state.Content = StoreContent.NewShown;
                break;
            default:
                context.Log.Warning(
                    $"What {store.Name} holds is not known, so neither the old key nor the new key {state.New?.Id} is deleted."
                );
                break;
        }
    }

    // What is neither key can be that of another run, or what is left of a write of ours that was torn: a login tells.
    private async Task<StoredKey> LookAsync(CallContext context)
    {
        try
        {
            using var stored = await state.Options.Store.ReadAsync(context).ConfigureAwait(false);
            var found = Recognize(stored);
            return found != StoredKey.Other ? found
                : await LogsInAsync(stored!, context).ConfigureAwait(false) ? StoredKey.Another
                : StoredKey.None;
        }
        catch (QlikSnowflakeException e)
        {
            return e is ConnectionException or QlikCloudException ? StoredKey.Other : StoredKey.None;
        }
    }

    private async Task<bool> LogsInAsync(SecureString stored, CallContext context)
    {
        try
        {
            using var proof = await state.Session.OpenWithAsync(stored, context).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is InputException or QlikCloudException { StatusCode: 401 })
        {
            return false;
        }
    }

    private async Task<StoredKey> ReadUntilAsync(StoredKey wanted, CallContext context)
    {
        for (var attempt = 0; ; attempt++)
        {
            using var stored = await state.Options.Store.ReadAsync(context).ConfigureAwait(false);
            var found = Recognize(stored);
            if (found == wanted || attempt == Delays.Length)
                return found;
            context.Log.Verbose(
                $"{state.StoreName} does not show what was stored yet; it is read again in {Delays[attempt].TotalSeconds:0} s."
            );
            await state.Session.Options.Delay(Delays[attempt], context.CancellationToken).ConfigureAwait(false);
        }
    }

    private StoredKey Recognize(SecureString? stored) =>
        stored is null ? StoredKey.None
        : RotationState.IsSame(stored, state.OldToken) ? StoredKey.Old
        : RotationState.IsSame(stored, state.New!.Token) ? StoredKey.New
        : StoredKey.Other;

    private enum StoredKey
    {
        /// <summary>Nothing, or nothing that logs in, or it cannot be read.</summary>
        None,
        Old,
        New,

        /// <summary>Neither of the two; whether it is a key is not known.</summary>
        Other,

        /// <summary>A key of somebody else, which logs in.</summary>
        Another,
    }
}
