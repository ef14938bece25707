using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Rotation;
using QlikSnowflake.Time;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>
/// Replaces the API key of one store by a new one, with a stored key that works at every moment: prove the old key, make the new
/// one, prove it, store it and read it back, and only then retire the old one. What a failure leaves behind is taken back, and
/// what an interruption leaves behind the next run removes. Until it is disposed of, no other run of this account on this machine
/// does the same; runs elsewhere give way by the markers in the keys' descriptions.
/// </summary>
public sealed class ApiKeyRotation : IDisposable
{
    private readonly RotationLock _lock;
    private readonly RotationNotes _notes;
    private readonly QlikCloudSession _session;
    private readonly ApiKeyRotationOptions _options;
    private readonly QlikCloudApiKey _old;
    private readonly RotationState? _state;
    private readonly SecureString? _oldToken;

    private ApiKeyRotation(
        RotationLock held,
        RotationNotes notes,
        QlikCloudSession session,
        ApiKeyRotationOptions options,
        QlikCloudApiKey old,
        string skipReason,
        RotationState? state,
        SecureString? oldToken,
        IReadOnlyList<IRotationStep> steps
    )
    {
        _lock = held;
        _notes = notes;
        _session = session;
        _options = options;
        _old = old;
        SkipReason = skipReason;
        _state = state;
        _oldToken = oldToken;
        Plan = new RotationPlan(
            steps,
            () => state?.Advice ?? $"{RotationState.Beginning(options.Store.Name)} was not changed. Run the same command again."
        );
    }

    /// <summary>What will be done.</summary>
    public RotationPlan Plan { get; }

    /// <summary>Why the key is not rotated in this run; empty where it is.</summary>
    public string SkipReason { get; }

    /// <summary>Looks at store, keys and policy, and plans; changes nothing. It needs no other right than that of the key itself.</summary>
    /// <param name="session">A session of the key's user; where the store holds another key of the same user, the session is
    /// moved over to it.</param>
    /// <param name="options">How to rotate.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">Another run is at it, or the tenant allows no further key.</exception>
    /// <exception cref="QlikCloudException">The old key does not work.</exception>
    public static async Task<ApiKeyRotation> PlanAsync(
        QlikCloudSession session,
        ApiKeyRotationOptions options,
        CallContext context
    )
    {
        options.Check();
        var held = RotationNotes.TakeLock(session, options);
        try
        {
            return await PlanAsync(held, session, options, context).ConfigureAwait(false);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Does what is planned.</summary>
    /// <param name="context">The operation.</param>
    /// <exception cref="RotationException">A step failed. The store has a key that works.</exception>
    public async Task<QlikCloudApiKeyRotation> RunAsync(CallContext context)
    {
        if (_state is not null)
            _notes.Begin(_state);
        await Plan.RunAsync(_notes.Journal, context).ConfigureAwait(false);

        var leftovers = Plan.Steps.OfType<RemoveLeftoverStep>().ToArray();
        if (Array.TrueForAll(leftovers, s => s.Removed))
            _notes.Journal?.Delete();

        var removed = leftovers.Where(s => s.Removed).Select(s => s.KeyId).ToArray();
        if (_state is null)
            return Result(false, SkipReason, _old, null, false, removed);

        var retired = Plan.Steps.OfType<RetireApiKeyStep>().SingleOrDefault();
        var reason =
            retired is null
                ? $"The old key stays good for {IsoDuration.Format(_options.GracePeriod!.Value)}, and is deleted by the "
                    + "first run after that."
            : retired.Retired ? "The old key is deleted."
            : "The old key could not be deleted; the next run tries again.";
        return Result(true, reason, _state.New!, _old.Id, retired?.Retired == true, removed);
    }

    /// <summary>Lets other runs go on.</summary>
    public void Dispose()
    {
        _lock.Dispose();
        _oldToken?.Dispose();
    }

    private static async Task<ApiKeyRotation> PlanAsync(
        RotationLock held,
        QlikCloudSession session,
        ApiKeyRotationOptions options,
        CallContext context
    )
    {
        var notes = RotationNotes.Of(held, context);
        var (meanwhile, storedWorks) = await UseStoredKeyAsync(session, options.Store, context).ConfigureAwait(false);
        await session.GetMeAsync(context).ConfigureAwait(false);
        var old = await session.ApiKeys.GetAsync(session.ApiKeyId ?? throw NoKey(session), context).ConfigureAwait(false);
        var active = await session
            .ApiKeys.Find(new ApiKeyQuery { UserId = session.User.Id, Status = "active" })
            .AllAsync(context)
            .ConfigureAwait(false);

        var now = session.TenantTime();
        var steps = new List<IRotationStep>();
        foreach (
            var (key, why) in RotationLeftovers.Find(old, active, notes.Interrupted, options.GracePeriod ?? TimeSpan.Zero, now)
        )
            steps.Add(new RemoveLeftoverStep(session, key, why));

        var left = old.ExpiresAt - now;
        var skip =
            options.MinRemaining is not null && old.IsEndless ? "The key has no end."
            : options.MinRemaining is { } least && left > least
                ? $"The key lives for {left.TotalDays:0.0} more days, which is more than {least.TotalDays:0.0}."
            : meanwhile ? "Another run has rotated the key meanwhile."
            : string.Empty;
        if (skip.Length > 0)
            return new ApiKeyRotation(held, notes, session, options, old, skip, null, null, steps);

        var lifetime = await CheckPolicyAsync(session, options, old, active.Count - steps.Count, context).ConfigureAwait(false);
        if (lifetime is { } whole && options.MinRemaining >= whole)
            context.Log.Warning(
                $"Every run will rotate: a new key lives for {IsoDuration.Format(whole)}, no longer than -MinRemaining "
                    + $"({IsoDuration.Format(options.MinRemaining.Value)})."
            );
        var oldToken = session.CurrentApiKey!.Copy();
        var state = new RotationState(
            session,
            options,
            old,
            oldToken,
            RotationMarker.For(old, now, options.Machine),
            lifetime,
            storedWorks
        );
        steps.AddRange([
            new CreateKeyStep(state),
            new ProveApiKeyStep(state, "Prove new key"),
            new StoreKeyStep(state),
            new ProveApiKeyStep(state, "Prove stored key"),
            new SwitchSessionKeyStep(state),
        ]);
        if (options.GracePeriod is null || options.GracePeriod == TimeSpan.Zero)
            steps.Add(new RetireApiKeyStep(state));
        return new ApiKeyRotation(held, notes, session, options, old, string.Empty, state, oldToken, steps);
    }

    // The store is the truth: of two runs that start with one key, the second finds the first one's new key there.
    private static async Task<(bool Meanwhile, bool StoredWorks)> UseStoredKeyAsync(
        QlikCloudSession session,
        IApiKeyStore store,
        CallContext context
    )
    {
        using var stored = store.CanRead ? await store.ReadAsync(context).ConfigureAwait(false) : null;
        if (stored is null && store.CanRead && session.CurrentApiKey is not null)
            context.Log.Warning(
                $"No key was read from {store.Name}: the session's key is rotated, and the new one stored there. "
                    + "Whatever else keeps the old one needs the new one too."
            );
        if (stored is null || RotationState.IsSame(stored, session.CurrentApiKey))
            return (false, stored is not null);

        QlikCloudSession proof;
        try
        {
            proof = await session.OpenWithAsync(stored, context).ConfigureAwait(false);
        }
        catch (Exception e)
            when (session.CurrentApiKey is not null && (e is InputException or QlikCloudException { StatusCode: 401 }))
        {
            context.Log.Warning(
                $"What was read from {store.Name} does not log in ({e.Message}); the session's key is rotated, and the new one "
                    + "stored there."
            );
            return (false, false);
        }

        using (proof)
        {
            if (proof.User.Id != session.User.Id || proof.TenantId != session.TenantId)
            {
                throw new InputException(
                    ErrorIds.StoreHoldsAnother,
                    $"The key in {store.Name} acts as {proof.User.Name}, and this session as {session.User.Name}.",
                    "Connect with the key that is to be rotated, or name another store."
                );
            }

            var formerId = session.ApiKeyId;
            session.UseApiKey(stored);
            var key = await session.ApiKeys.GetAsync(session.ApiKeyId ?? throw NoKey(session), context).ConfigureAwait(false);
            return (formerId is not null && RotationMarker.Read(key.Description)?.IsFrom(formerId) == true, true);
        }
    }

    private static async Task<TimeSpan?> CheckPolicyAsync(
        QlikCloudSession session,
        ApiKeyRotationOptions options,
        QlikCloudApiKey old,
        int active,
        CallContext context
    )
    {
        var lifetime = options.ExpiresIn ?? old.Lifetime;
        if (await session.ApiKeyPolicy.TryGetAsync(context).ConfigureAwait(false) is not { } policy)
            return lifetime;

        if (policy.MaximumKeysPerUser is { } most && active >= most)
            throw ApiKeyClient.LimitReached(session, active, most);
        if (lifetime is null || policy.MaximumLifetime is not { } longest || lifetime <= longest)
            return lifetime;
        if (options.ExpiresIn is not null)
            throw ApiKeyClient.LifetimeTooLong(session, options.ExpiresIn.Value, longest);

        context.Log.Warning(
            $"The old key was made for {IsoDuration.Format(lifetime.Value)}, and {session.Tenant} allows "
                + $"{IsoDuration.Format(longest)} by now: the new key takes that."
        );
        return longest;
    }

    private QlikCloudApiKeyRotation Result(
        bool rotated,
        string reason,
        QlikCloudApiKey key,
        string? oldId,
        bool retired,
        IReadOnlyList<string> removed
    ) =>
        new(
            rotated,
            reason,
            _options.Store.Name,
            _session.Tenant,
            _session.User.Id,
            key.Id,
            key.ExpiresAt,
            oldId,
            retired,
            [.. removed],
            rotated && _options.Store.CanRead
        );

    private static InputException NoKey(QlikCloudSession session) =>
        new(
            ErrorIds.SessionHasNoApiKey,
            $"The session '{session.Name}' does not log in with an API key whose id can be told, and the store holds none.",
            "Connect with the API key that is to be rotated: Connect-QlikCloud -ApiKey.",
            FailureKind.Session
        );
}
