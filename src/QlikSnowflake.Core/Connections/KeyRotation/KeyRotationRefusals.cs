using QlikSnowflake.Errors;
using QlikSnowflake.Rotation;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>The words for why a rotation does not begin or go on.</summary>
internal static class KeyRotationRefusals
{
    /// <exception cref="InputException">The key that a journal speaks of is not in its file.</exception>
    public static void CheckKeyFile(NewKey key, string made, string journal)
    {
        if (!File.Exists(key.Path))
            throw new InputException(
                ErrorIds.KeyFileLost,
                $"'{journal}' notes that this rotation made the key {made}, and its file '{key.Path}' is gone. Connections may hold "
                    + "that key already; the old one is registered still.",
                "Bring the file back from a backup and run the same command again. Without one, give this rotation up: choose another "
                    + "-Path after Remove-SnowflakeUserKey has removed that key, once Get-QlikSnowflakeConnection shows that no "
                    + "connection holds it.",
                FailureKind.NotFound
            );
        if (key.Exists && key.PublicKey.Fingerprint != made)
            throw new InputException(
                ErrorIds.KeyFileReplaced,
                $"'{journal}' notes that this rotation made the key {made}, and '{key.Path}' has another public key beside it "
                    + $"({key.PublicKey.Fingerprint}).",
                "Bring the files of this rotation back, or choose another -Path.",
                FailureKind.Conflict
            );
    }

    public static InputException OfAnother(RotationJournal journal, RotatedKey noted) =>
        new(
            ErrorIds.RotationOfAnother,
            $"'{journal.Path}' notes a rotation of {noted.User} in {noted.Account}, at {noted.Name}.",
            "Finish that one first, or choose another -Path.",
            FailureKind.AlreadyExists
        );

    public static InputException EndedAndReplaced(RotatedKey rotated, string path) =>
        new(
            ErrorIds.RotationEnded,
            $"The rotation of {rotated.User} into '{path}' has ended, and its key was replaced since.",
            "Choose another -Path for a new rotation.",
            FailureKind.AlreadyExists
        );

    public static InputException ChangedMeanwhile(RotatedKey rotated, string journal) =>
        new(
            ErrorIds.RotationRunning,
            $"Another run rotates the key of {rotated.User}, or has done so since this one was planned: '{journal}' is not as it was.",
            "Let it end, and run the same command again to see what is left.",
            FailureKind.Conflict
        );

    public static InputException NoFreeSlot(string user, IReadOnlyList<SnowflakeUserKey> registered, UserConnections connections)
    {
        var slots = registered
            .Where(k => k.Slot is not null)
            .Select(k =>
                $"{k.Name} ({k.Fingerprint}, in {connections.Open.Count(c => c.KeyFingerprint == k.Fingerprint)} connections that "
                + "show their key)"
            );
        var hidden = connections.Open.Count(c => c.KeyFingerprint is null);
        return new InputException(
            ErrorIds.NoFreeSlot,
            $"Both slots of {user} hold a key: {string.Join(" and ", slots)}; {hidden} connections do not show theirs.",
            "If a rotation was interrupted, go on with it by its -Path. Otherwise remove the key that nobody uses with "
                + "Remove-SnowflakeUserKey -Slot, or register the new one as a named key pair with -KeyPairName.",
            FailureKind.Limit
        );
    }

    public static InputException NotAllowed(SnowflakeSession session, string user, SnowflakeException refusal)
    {
        var name = UserKeySql.Identifier(user);
        var role = session.Role is { } asked ? UserKeySql.ExactIdentifier(asked) : "<the session's role>";
        return new InputException(
            ErrorIds.UserKeyNotAllowed,
            $"The session '{session.Name}' ({session.User}, role {session.Role ?? "its default"}) may not see or change the keys of "
                + $"{user}: {refusal.Message} Nothing was changed.",
            $"Connect as an administrator, or grant what is missing: GRANT OWNERSHIP ON USER {name} TO ROLE {role}, or, to a role that "
                + $"can see the user, GRANT MODIFY PROGRAMMATIC AUTHENTICATION METHODS ON USER {name} TO ROLE {role}. If there is no "
                + "such user, SHOW USERS lists them.",
            FailureKind.Permission,
            refusal
        );
    }
}
