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
    private const string Kind = "SnowflakeUserKey";

    private readonly UserKeyRotationOptions _options;
    private readonly RotatedKey _rotated;
    private readonly RotationJournal? _journal;

    private UserKeyRotation(
        UserKeyRotationOptions options,
        RotatedKey rotated,
        RotationJournal? journal,
        IReadOnlyList<IRotationStep> steps
    )
    {
        _options = options;
        _rotated = rotated;
        _journal = journal;
        Plan = new RotationPlan(steps, "The keys registered so far keep working. Run the same command again to go on.");
    }

    /// <summary>What will be done.</summary>
    public RotationPlan Plan { get; }

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
        var journal = RotationJournal.Open(RotationJournal.PathFor(options.PrivateKeyPath));
        var noted = journal is null ? null : RotatedKey.Of(journal);
        CheckOptions(options, isNew: journal is null);

        var client = new UserKeyClient(session);
        var description = await client.DescribeAsync(options.User, context).ConfigureAwait(false);
        if (noted is not null && !IsOf(noted, session, description, options))
        {
            throw new InputException(
                "RotationOfAnother",
                $"'{journal!.Path}' notes an interrupted rotation of {noted.User} in {noted.Account}, at {noted.Name}.",
                "Finish that one first, or choose another -Path.",
                FailureKind.AlreadyExists
            );
        }

        var rotated =
            noted
            ?? (
                options.KeyPairName is { } name
                    ? ForKeyPair(
                        session,
                        description,
                        await client.ListNamedAsync(description.Name, context).ConfigureAwait(false),
                        name
                    )
                    : ForSlots(session, description, UserKeyClient.SlotsOf(description))
            );
        return new UserKeyRotation(options, rotated, journal, Steps(session, client, description, options, rotated));
    }

    /// <summary>Does what is planned.</summary>
    /// <param name="context">The operation.</param>
    /// <exception cref="RotationException">A step failed. A working key is registered, and the same call again goes on.</exception>
    /// <exception cref="InputException">Another run on this machine is at it, or has ended it since it was planned.</exception>
    public async Task<SnowflakeKeyRotation> RunAsync(CallContext context)
    {
        var path = RotationJournal.PathFor(_options.PrivateKeyPath);
        using var held = RotationLock.Take(
            _options.LockFolder,
            $"a key into '{_options.PrivateKeyPath}'",
            Kind,
            RotationLock.IdentityOf(_options.PrivateKeyPath)
        );
        if (_journal is not null && !File.Exists(path))
            throw EndedMeanwhile();
        var journal = _journal ?? RotationJournal.Create(path, Kind, _rotated.ToSubject());
        await Plan.RunAsync(journal, context).ConfigureAwait(false);
        journal.Delete();

        var publicKeyPath = KeyPairFile.PublicKeyPath(_options.PrivateKeyPath);
        return new SnowflakeKeyRotation(
            _rotated.User,
            _rotated.Name,
            PublicKey.ReadFile(publicKeyPath).Fingerprint,
            _rotated.OldFingerprint,
            _rotated.OldFingerprint is not null && !_options.KeepOld,
            _options.PrivateKeyPath,
            publicKeyPath
        );
    }

    private InputException EndedMeanwhile() =>
        new(
            "RotationEndedMeanwhile",
            $"Another run has ended the rotation of {_rotated.User} into '{_options.PrivateKeyPath}' since this one was planned.",
            "It is not necessary to run again. Get-SnowflakeUserKey shows what is registered.",
            FailureKind.Conflict
        );

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
        RotatedKey noted,
        SnowflakeSession session,
        SnowflakeUserDescription user,
        UserKeyRotationOptions options
    ) =>
        string.Equals(noted.Account, session.Account, StringComparison.OrdinalIgnoreCase)
        && noted.User == user.Name
        && (noted.Slot is null) == (options.KeyPairName is not null)
        && (options.KeyPairName is null || string.Equals(noted.Name, options.KeyPairName, StringComparison.OrdinalIgnoreCase));

    private static RotatedKey ForSlots(
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
        return new RotatedKey(
            session.Account,
            user.Name,
            UserKeySql.SlotName(slot),
            slot,
            used.Length == 1 ? used[0].Fingerprint : null
        );
    }

    private static RotatedKey ForKeyPair(
        SnowflakeSession session,
        SnowflakeUserDescription user,
        IReadOnlyList<SnowflakeUserKey> keys,
        string name
    )
    {
        var old = keys.FirstOrDefault(k => k.Slot is null && string.Equals(k.Name, name, StringComparison.OrdinalIgnoreCase));
        return new RotatedKey(session.Account, user.Name, old?.Name ?? name, null, old?.Fingerprint);
    }

    private static List<IRotationStep> Steps(
        SnowflakeSession session,
        UserKeyClient client,
        SnowflakeUserDescription user,
        UserKeyRotationOptions options,
        RotatedKey rotated
    )
    {
        var newKey = new NewKey(options);
        var keys = new RotatedKeyState(client, rotated);
        var steps = new List<IRotationStep>
        {
            new MakeKeyStep(newKey),
            new RegisterKeyStep(keys, newKey),
            new ProveKeyStep(session, user.LoginName, newKey),
        };
        if (session.Fingerprint is not null && session.Fingerprint == rotated.OldFingerprint)
            steps.Add(new SwitchSessionStep(session, newKey));
        if (!options.KeepOld && rotated.OldFingerprint is not null)
            steps.Add(new RetireKeyStep(keys, newKey));
        return steps;
    }
}
