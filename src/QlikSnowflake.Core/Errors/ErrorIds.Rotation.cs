namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>A rotation stopped at a step; the message names it and why.</summary>
    /// <remarks>Mend the cause and run the same command again: it goes on where it stopped.</remarks>
    public const string RotationIncomplete = nameof(RotationIncomplete);

    /// <summary>Another run is rotating the same key.</summary>
    /// <remarks>Let it end, and run again to see what is left.</remarks>
    public const string RotationRunning = nameof(RotationRunning);

    /// <summary>Another run, perhaps elsewhere, is rotating this key or was interrupted within the last ten minutes.</summary>
    /// <remarks>Let it end, or run again in ten minutes.</remarks>
    public const string RotationElsewhere = nameof(RotationElsewhere);

    /// <summary>The rotation into that path has ended, and its key was replaced since.</summary>
    /// <remarks>Choose another -Path for a new rotation.</remarks>
    public const string RotationEnded = nameof(RotationEnded);

    /// <summary>Another run has ended the rotation since this one was planned.</summary>
    /// <remarks>Do nothing: Get-SnowflakeUserKey shows what is registered.</remarks>
    public const string RotationEndedMeanwhile = nameof(RotationEndedMeanwhile);

    /// <summary>The journal beside the key is that of another rotation.</summary>
    /// <remarks>Finish that one first, or choose another -Path.</remarks>
    public const string RotationOfAnother = nameof(RotationOfAnother);

    /// <summary>A time of a rotation is negative.</summary>
    /// <remarks>Give a time such as 7d, 12h or P1D, or leave it out.</remarks>
    public const string RotationTimeInvalid = nameof(RotationTimeInvalid);

    /// <summary>The file that keeps other runs out cannot be made.</summary>
    /// <remarks>Give the account that rotates the right to write there.</remarks>
    public const string RotationLockFailed = nameof(RotationLockFailed);

    /// <summary>There is no journal of a rotation at the path.</summary>
    /// <remarks>Give the path of the rotated key, or of its .rotation.json.</remarks>
    public const string RotationJournalNotFound = nameof(RotationJournalNotFound);

    /// <summary>The journal of a rotation cannot be written.</summary>
    /// <remarks>Check the disk's free space and the file's permissions.</remarks>
    public const string RotationJournalNotWritten = nameof(RotationJournalNotWritten);

    /// <summary>The journal of a rotation cannot be read.</summary>
    /// <remarks>If no rotation is under way, remove the journal.</remarks>
    public const string RotationJournalUnreadable = nameof(RotationJournalUnreadable);

    /// <summary>A newer version of the module began the rotation.</summary>
    /// <remarks>Update the module, then run the same command again.</remarks>
    public const string RotationJournalNewer = nameof(RotationJournalNewer);

    /// <summary>Some connections could not be given the new key, and the old one stays registered.</summary>
    /// <remarks>Mend what the result's property Connections says and run again, or give -Force.</remarks>
    public const string ConnectionsNotSwitched = nameof(ConnectionsNotSwitched);

    /// <summary>The file of the key that a rotation made is gone, while connections may hold that key.</summary>
    /// <remarks>Bring it back from a backup and run again, or give the rotation up as the message says.</remarks>
    public const string KeyFileLost = nameof(KeyFileLost);

    /// <summary>The file of the key that a rotation made has been replaced.</summary>
    /// <remarks>Bring the files of this rotation back, or choose another -Path.</remarks>
    public const string KeyFileReplaced = nameof(KeyFileReplaced);

    /// <summary>Someone else has changed the user's key since the rotation began.</summary>
    /// <remarks>Look at Get-SnowflakeUserKey; give the rotation up as the message says.</remarks>
    public const string KeyTakenMeanwhile = nameof(KeyTakenMeanwhile);

    /// <summary>The new key is not registered for the user any more, and the rotation goes no further.</summary>
    /// <remarks>Look at who else changes this user's keys before going on.</remarks>
    public const string NewKeyGone = nameof(NewKeyGone);
}
