using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>
/// Gives a user a new key and takes the old one away, with a working key registered at every moment: over the two slots
/// (Snowflake, "Configuring key-pair rotation") or within a named key pair.
/// </summary>
public sealed class UserKeyRotation
{
    private readonly UserKeyRotationOptions _options;
    private readonly RotationJournal _journal;

    private readonly bool _isNew;

    private UserKeyRotation(
        UserKeyRotationOptions options,
        RotationJournal journal,
        bool isNew,
        IReadOnlyList<IRotationStep> steps
    )
    {
        _isNew = isNew;
        _options = options;
        _journal = journal;
        Steps = steps;
    }

    /// <summary>What will be done, in order.</summary>
    public IReadOnlyList<IRotationStep> Steps { get; }

    /// <summary>
    /// Looks at the user's keys and plans; changes nothing. A rotation that was interrupted is taken up where it
    /// stopped.
    /// </summary>
    /// <param name="session">A session that may change the user's keys.</param>
    /// <param name="options">Whose key, and where the new one goes.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">There is no free slot, or a file is in the way.</exception>
    public static async Task<UserKeyRotation> PlanAsync(
        SnowflakeSession session,
        UserKeyRotationOptions options,
        CallContext context
    )
    {
        var journal = RotationJournal.Read(options.PrivateKeyPath);
        CheckOptions(options, isNew: journal is null);

        var client = new UserKeyClient(session);
        var description = await client.DescribeAsync(options.User, context).ConfigureAwait(false);
        var keys = await client.ListAsync(description, context).ConfigureAwait(false);
        var isNew = journal is null;
        if (journal is null)
        {
            journal = options.KeyPairName is { } name
                ? ForKeyPair(session, description, keys, name)
                : ForSlots(session, description, keys);
        }
        else if (!IsOf(journal, session, description, options))
        {
            throw new InputException(
                "RotationOfAnother",
                $"'{RotationJournal.PathFor(options.PrivateKeyPath)}' notes an interrupted rotation of {journal.User} in "
                    + $"{journal.Account}, at {journal.Name}.",
                "Finish that one first, or choose another -Path.",
                FailureKind.AlreadyExists
            );
        }

        return new UserKeyRotation(options, journal, isNew, Plan(session, client, description, options, journal));
    }

    /// <summary>Does what is planned.</summary>
    /// <param name="runner">Goes through the steps.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="RotationException">A step failed. A working key is registered, and the same call again goes on.</exception>
    public async Task<SnowflakeKeyRotation> RunAsync(RotationRunner runner, CallContext context)
    {
        if (_isNew)
            _journal.WriteNew(_options.PrivateKeyPath);
        await runner
            .RunAsync(Steps, "The keys registered so far keep working. Run the same command again to go on.", context)
            .ConfigureAwait(false);
        RotationJournal.Delete(_options.PrivateKeyPath);

        var publicKeyPath = KeyPairFile.PublicKeyPath(_options.PrivateKeyPath);
        return new SnowflakeKeyRotation(
            _journal.User,
            _journal.Name,
            PublicKey.ReadFile(publicKeyPath).Fingerprint,
            _journal.OldFingerprint,
            _journal.OldFingerprint is not null && !_options.KeepOld,
            _options.PrivateKeyPath,
            publicKeyPath
        );
    }

    private static void CheckOptions(UserKeyRotationOptions options, bool isNew)
    {
        if (options.Passphrase is { Length: 0 })
            throw new InputException(
                "PassphraseEmpty",
                "The passphrase is empty.",
                "Give one, or ask for a key without with -NoPassphrase."
            );
        if (options.KeyPairName is { } name)
            UserKeyRegistration.CheckKeyPairName(name);
        KeyPairFile.CheckFolder(options.PrivateKeyPath);
        if (isNew)
            KeyPairFile.CheckFree(options.PrivateKeyPath);
    }

    private static bool IsOf(
        RotationJournal journal,
        SnowflakeSession session,
        SnowflakeUserDescription user,
        UserKeyRotationOptions options
    ) =>
        string.Equals(journal.Account, session.Account, StringComparison.OrdinalIgnoreCase)
        && journal.User == user.Name
        && (journal.Slot is null) == (options.KeyPairName is not null)
        && (options.KeyPairName is null || string.Equals(journal.Name, options.KeyPairName, StringComparison.OrdinalIgnoreCase));

    private static RotationJournal ForSlots(
        SnowflakeSession session,
        SnowflakeUserDescription user,
        IReadOnlyList<SnowflakeUserKey> keys
    )
    {
        var used = keys.Where(k => k.Slot is not null).ToArray();
        if (used.Length == 2)
        {
            throw new InputException(
                "NoFreeSlot",
                $"Both slots of {user.Name} hold a key ({used[0].Fingerprint} and {used[1].Fingerprint}), and either may be in use.",
                "Remove the one that is not with Remove-SnowflakeUserKey -Slot, or rotate a named key pair with -KeyPairName.",
                FailureKind.Limit
            );
        }

        var slot = used.Length == 1 && used[0].Slot == 1 ? 2 : 1;
        return new RotationJournal(
            session.Account,
            user.Name,
            UserKeySql.SlotName(slot),
            slot,
            used.Length == 1 ? used[0].Fingerprint : null
        );
    }

    private static RotationJournal ForKeyPair(
        SnowflakeSession session,
        SnowflakeUserDescription user,
        IReadOnlyList<SnowflakeUserKey> keys,
        string name
    )
    {
        var old = keys.FirstOrDefault(k => k.Slot is null && string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
        return new RotationJournal(session.Account, user.Name, old?.Name ?? name, null, old?.Fingerprint);
    }

    private static List<IRotationStep> Plan(
        SnowflakeSession session,
        UserKeyClient client,
        SnowflakeUserDescription user,
        UserKeyRotationOptions options,
        RotationJournal journal
    )
    {
        var newKey = new NewKey(options);
        var steps = new List<IRotationStep>
        {
            new MakeKeyStep(newKey),
            new RegisterKeyStep(client, journal, newKey),
            new ProveKeyStep(session, user.LoginName, newKey),
        };
        if (session.Fingerprint is not null && session.Fingerprint == journal.OldFingerprint)
            steps.Add(new SwitchSessionStep(session, newKey));
        if (!options.KeepOld && journal.OldFingerprint is not null)
            steps.Add(new RetireKeyStep(client, journal, newKey));
        return steps;
    }
}
