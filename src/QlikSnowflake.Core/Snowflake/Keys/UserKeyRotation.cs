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

    /// <summary>Whether it ends with a key that is registered now no longer being so.</summary>
    public bool RetiresKey => _rotated.OldFingerprint is not null && !_options.KeepOld;

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
        if (journal is { Kind: not ("" or Kind) })
            throw RotatedKey.OfAnother(journal, "QlikSnowflakeKey");
        options.Check(isNew: journal is null);

        var client = new UserKeyClient(session);
        var description = await client.DescribeAsync(options.User, context).ConfigureAwait(false);
        if (noted is not null && !noted.IsFor(session.Account, description, options))
        {
            throw new InputException(
                ErrorIds.RotationOfAnother,
                $"'{journal!.Path}' notes an interrupted rotation of {noted.User} in {noted.Account}, at {noted.Name}.",
                "Finish that one first, or choose another -Path.",
                FailureKind.AlreadyExists
            );
        }

        var rotated =
            noted
            ?? await RotatedKey
                .ChooseAsync(client, session.Account, description, options.KeyPairName, context)
                .ConfigureAwait(false);
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
        new NewKey(_options).RemoveLeftovers();
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
            ErrorIds.RotationEndedMeanwhile,
            $"Another run has ended the rotation of {_rotated.User} into '{_options.PrivateKeyPath}' since this one was planned.",
            "It is not necessary to run again. Get-SnowflakeUserKey shows what is registered.",
            FailureKind.Conflict
        );

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
