using System.Diagnostics;
using System.Globalization;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>
/// Rotates one Snowflake user's key through Snowflake and every Qlik connection that uses it: the new key is made, registered beside the
/// old one and proved; every connection is given it; only when every one found holds it and nothing was left out is the old key
/// retired. At no moment does a connection hold a key that is not registered. Its journal stays beside the key: by it a run that was
/// interrupted goes on, and later it shows which key a connection was given whose service shows none.
/// </summary>
public sealed class ConnectionKeyRotation
{
    // A named key pair's old key ends by itself after it was rotated: late enough for a rotation that people come back to.
    private const int HoursOfRotatedPair = 24 * 30;

    private readonly SnowflakeSession _session;
    private readonly IReadOnlyList<IConnectionSite> _sites;
    private readonly ConnectionKeyRotationOptions _options;
    private readonly SnowflakeUserDescription _description;
    private readonly RotatedUser _user;
    private readonly RotatedKey _rotated;
    private readonly RotationJournal? _journal;

    private ConnectionKeyRotation(
        SnowflakeSession session,
        IReadOnlyList<IConnectionSite> sites,
        ConnectionKeyRotationOptions options,
        SnowflakeUserDescription description,
        RotatedUser user,
        RotatedKey rotated,
        RotationJournal? journal,
        UserConnections connections
    )
    {
        _session = session;
        _sites = sites;
        _options = options;
        _description = description;
        _user = user;
        _rotated = rotated;
        _journal = journal;
        Changes = new KeyChangeList(options, rotated, connections).ToList();
        LeftOut = connections.LeftOut;
    }

    /// <summary>What will be done and what is left as it is, as -WhatIf emits it.</summary>
    public IReadOnlyList<PlannedKeyChange> Changes { get; }

    /// <summary>What could not be looked at when it was planned, with the reason, and may hold the old key.</summary>
    public IReadOnlyList<ConnectionResult> LeftOut { get; }

    /// <summary>The changes step by step, without the connections one by one.</summary>
    public IEnumerable<string> Steps
    {
        get
        {
            var switched = Changes.Where(c => c.Outcome == ConnectionOutcome.ToSwitch).ToArray();
            foreach (var change in Changes.Where(c => c.Change.Length > 0 && c.Step != "Prove new key"))
            {
                if (change.Outcome is null)
                    yield return change.Change;
                else if (change == switched[0])
                    yield return $"Give the new key to {switched.Length} connections, on {_sites.Count} sites";
            }
        }
    }

    /// <summary>How far a run is.</summary>
    public KeyRotationProgress Progress { get; } = new();

    /// <summary>Called after each step; for tests that interrupt between steps.</summary>
    internal Action<IRotationStep>? AfterStep { get; set; }

    /// <summary>Looks at the user's keys and at all connections, and plans; changes nothing.</summary>
    /// <param name="session">A session that may change the user's keys.</param>
    /// <param name="sites">The sites whose connections are switched.</param>
    /// <param name="options">Whose key, where the new one goes, and how.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is no free slot, a file is in the way or lost, or the journal is of another
    /// rotation.</exception>
    /// <exception cref="SnowflakeException">The user cannot be seen.</exception>
    public static async Task<ConnectionKeyRotation> PlanAsync(
        SnowflakeSession session,
        IReadOnlyList<IConnectionSite> sites,
        ConnectionKeyRotationOptions options,
        CallContext context
    )
    {
        var journal = RotationJournal.Open(RotationJournal.PathFor(options.Key.PrivateKeyPath));
        options.Check(isNew: journal is null);
        if (journal is not null && journal.Kind != SwitchJournal.Kind)
            throw RotatedKey.OfAnother(journal, "SnowflakeUserKey");
        var noted = journal is null ? null : new SwitchJournal(journal);
        var newKey = new NewKey(options.Key);
        if (noted?.NewFingerprint is { } made)
            KeyRotationRefusals.CheckKeyFile(newKey, made, journal!.Path);

        var client = new UserKeyClient(session);
        var description = await DescribeAsync(client, session, options.Key.User, context).ConfigureAwait(false);
        var registered = await client.ListAsync(description, context).ConfigureAwait(false);
        var rotated = journal is null ? null : RotatedKey.Of(journal);
        if (rotated is not null && !rotated.IsFor(session.Account, description, options.Key))
            throw KeyRotationRefusals.OfAnother(journal!, rotated);
        if (noted is { HasEnded: true } && registered.All(k => k.Fingerprint != noted.NewFingerprint))
            throw KeyRotationRefusals.EndedAndReplaced(rotated!, options.Key.PrivateKeyPath);

        var newFingerprint = newKey.Exists ? newKey.PublicKey.Fingerprint : null;
        rotated ??= await ChooseAsync(client, session, sites, description, registered, options, context).ConfigureAwait(false);
        var user = UserOf(description, registered, rotated, newFingerprint, session);
        var connections = await UserConnections
            .ReadAsync(sites, user, newFingerprint, noted?.Notes ?? new SwitchNotes(), context)
            .ConfigureAwait(false);
        return new ConnectionKeyRotation(session, sites, options, description, user, rotated, journal, connections);
    }

    /// <summary>Does what is planned.</summary>
    /// <param name="context">The operation. A connection that is left out or cannot be switched is a warning.</param>
    /// <returns>What the run came to: connections that could not be switched are in it, and no exception.</returns>
    /// <exception cref="RotationException">A step failed. Every connection has a working key, and the same call again goes on.</exception>
    /// <exception cref="InputException">Another run is at it.</exception>
    public async Task<QlikSnowflakeKeyRotation> RunAsync(CallContext context)
    {
        var watch = Stopwatch.StartNew();
        using var held = RotationLock.Take(
            _options.Key.LockFolder,
            $"the key of {_rotated.User}",
            SwitchJournal.Kind,
            _rotated.Account.ToUpperInvariant(),
            _rotated.User
        );
        var newKey = new NewKey(_options.Key);
        newKey.RemoveLeftovers();
        var journal = BeginJournal();
        var notes = new SwitchJournal(journal);
        var keys = new RotatedKeyState(new UserKeyClient(_session), _rotated);
        var switching = new SwitchConnectionsStep(_sites, _user, keys, newKey, _options, notes, Progress, _session.Options.Delay);
        await RunToSwitchedAsync(journal, keys, newKey, switching, context).ConfigureAwait(false);

        var retirement = await RetireAsync(journal, notes, keys, newKey, switching, context).ConfigureAwait(false);
        var connections = ResultsOf(switching);
        journal.Append(
            SwitchJournal.Ended,
            retirement.Status == KeyRotationStatus.Completed ? "done" : retirement.Status.ToString().ToLowerInvariant(),
            evidence: connections
                .GroupBy(c => c.Outcome)
                .ToDictionary(g => g.Key.ToString(), g => g.Count().ToString(CultureInfo.InvariantCulture))
        );
        return new QlikSnowflakeKeyRotation(
            retirement.Status,
            _rotated.Account,
            _rotated.User,
            _rotated.Name,
            newKey.PublicKey.Fingerprint,
            _rotated.OldFingerprint,
            _rotated.OldFingerprint is not null && retirement.Status == KeyRotationStatus.Completed,
            retirement.After,
            connections,
            newKey.Path,
            KeyPairFile.PublicKeyPath(newKey.Path),
            journal.Path,
            watch.Elapsed
        );
    }

    private RotationJournal BeginJournal()
    {
        var path = RotationJournal.PathFor(_options.Key.PrivateKeyPath);
        if ((_journal is null) == File.Exists(path))
            throw KeyRotationRefusals.ChangedMeanwhile(_rotated, path);

        // Another run may have gone on with it since it was planned.
        return RotationJournal.Open(path) ?? RotationJournal.Create(path, SwitchJournal.Kind, _rotated.ToSubject());
    }

    private async Task RunToSwitchedAsync(
        RotationJournal journal,
        RotatedKeyState keys,
        NewKey newKey,
        SwitchConnectionsStep switching,
        CallContext context
    )
    {
        var plan = PlanOf(
            new MakeKeyStep(newKey),
            new RegisterKeyStep(keys, newKey, HoursOfRotatedPair),
            new ProveKeyStep(_session, _description.LoginName, newKey),
            switching
        );
        try
        {
            await plan.RunAsync(journal, context).ConfigureAwait(false);
        }
        catch (RotationException e)
            when (_journal is null
                && e.InnerException is SnowflakeException { Kind: FailureKind.Permission } refused
                && e.Step == "Register new key"
            )
        {
            // Nothing but files of this run is there yet, and they would only be in the way of the next.
            newKey.Delete();
            journal.Delete();
            throw KeyRotationRefusals.NotAllowed(_session, _rotated.User, refused);
        }
    }

    private async Task<(KeyRotationStatus Status, DateTimeOffset? After)> RetireAsync(
        RotationJournal journal,
        SwitchJournal notes,
        RotatedKeyState keys,
        NewKey newKey,
        SwitchConnectionsStep switching,
        CallContext context
    )
    {
        var failed = switching.NotSwitched.Count(c => c.Outcome == ConnectionOutcome.Failed);
        foreach (var left in switching.Last.LeftOut)
            context.Log.Warning(
                $"{left}: {left.Reason} "
                    + (_options.Force ? "It is left out, as -Force says." : "The old key stays registered for it.")
            );
        if (failed > 0 || (switching.Last.LeftOut.Count > 0 && !_options.Force))
            return (KeyRotationStatus.Incomplete, null);

        if (switching.SwitchedNow > 0 || notes.AllSwitchedAt is null)
            journal.Append(SwitchJournal.AllSwitched, "done");
        var after = notes.AllSwitchedAt + (_options.GracePeriod ?? TimeSpan.Zero);
        if (_rotated.OldFingerprint is null)
            return (KeyRotationStatus.Completed, null);
        if (_options.GracePeriod is not null && after > _session.Options.Clock())
            return (KeyRotationStatus.Waiting, after);

        var steps = new List<IRotationStep>();
        if (_session.Fingerprint is not null && _session.Fingerprint == _rotated.OldFingerprint)
            steps.Add(new SwitchSessionStep(_session, newKey));
        steps.Add(new RetireKeyStep(keys, newKey));
        await PlanOf([.. steps]).RunAsync(journal, context).ConfigureAwait(false);
        return (KeyRotationStatus.Completed, null);
    }

    private RotationPlan PlanOf(params IRotationStep[] steps) =>
        new(steps, "Every connection has a key that is registered. Run the same command again to go on.")
        {
            AfterStep = AfterStep,
        };

    private static ConnectionResult[] ResultsOf(SwitchConnectionsStep switching) =>
        [
            .. switching.NotSwitched,
            .. switching.Last.LeftOut,
            .. switching.Last.Others,
            .. switching.Last.Switched.Select(c =>
                ConnectionResult.Of(
                    c,
                    ConnectionOutcome.Switched,
                    c.Evidence == KeyEvidence.Fingerprint
                        ? "The new key was read from it."
                        : "The service took the new key and shows none; it was not changed since."
                )
            ),
        ];

    private static async Task<SnowflakeUserDescription> DescribeAsync(
        UserKeyClient client,
        SnowflakeSession session,
        string user,
        CallContext context
    )
    {
        try
        {
            return await client.DescribeAsync(user, context).ConfigureAwait(false);
        }
        catch (SnowflakeException e) when (e.Kind is FailureKind.NotFound or FailureKind.Permission)
        {
            throw KeyRotationRefusals.NotAllowed(session, user, e);
        }
    }

    private static async Task<RotatedKey> ChooseAsync(
        UserKeyClient client,
        SnowflakeSession session,
        IReadOnlyList<IConnectionSite> sites,
        SnowflakeUserDescription description,
        IReadOnlyList<SnowflakeUserKey> registered,
        ConnectionKeyRotationOptions options,
        CallContext context
    )
    {
        if (options.Key.KeyPairName is not null || registered.Count(k => k.Slot is not null) < 2)
            return await RotatedKey
                .ChooseAsync(client, session.Account, description, options.Key.KeyPairName, context)
                .ConfigureAwait(false);

        // Who uses which of the two is what the user has to know now.
        var user = new RotatedUser(description, [], new UserKeyNames(session));
        var connections = await UserConnections.ReadAsync(sites, user, null, new SwitchNotes(), context).ConfigureAwait(false);
        throw KeyRotationRefusals.NoFreeSlot(description.Name, registered, connections);
    }

    private static RotatedUser UserOf(
        SnowflakeUserDescription description,
        IReadOnlyList<SnowflakeUserKey> registered,
        RotatedKey rotated,
        string? newFingerprint,
        SnowflakeSession session
    ) =>
        new(
            description,
            [
                .. registered
                    .Where(k =>
                        k.Status == "ACTIVE" && k.Fingerprint != rotated.OldFingerprint && k.Fingerprint != newFingerprint
                    )
                    .Select(k => k.Fingerprint),
            ],
            new UserKeyNames(session)
        );
}
