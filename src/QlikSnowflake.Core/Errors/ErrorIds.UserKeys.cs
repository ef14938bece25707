namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>A name in Snowflake is empty, too long or holds control characters.</summary>
    /// <remarks>Give the name as SHOW prints it.</remarks>
    public const string NameInvalid = nameof(NameInvalid);

    /// <summary>The user has no key of the name given.</summary>
    /// <remarks>Get-SnowflakeUserKey without -Name lists the keys.</remarks>
    public const string UserKeyNotFound = nameof(UserKeyNotFound);

    /// <summary>The slot or key pair holds another key.</summary>
    /// <remarks>Give -Force to replace it, or rotate with Update-SnowflakeUserKey.</remarks>
    public const string UserKeyExists = nameof(UserKeyExists);

    /// <summary>The key to be removed is another one by now.</summary>
    /// <remarks>Look at it with Get-SnowflakeUserKey, and remove that one if it is meant.</remarks>
    public const string UserKeyChanged = nameof(UserKeyChanged);

    /// <summary>The key to be removed is the one that this session logs in with.</summary>
    /// <remarks>Rotate it with Update-SnowflakeUserKey, or give -AllowLockOut.</remarks>
    public const string UserKeyInUse = nameof(UserKeyInUse);

    /// <summary>The key to be removed is the user's last one.</summary>
    /// <remarks>Register another first with Set-SnowflakeUserKey, or give -AllowLockOut.</remarks>
    public const string UserKeyLast = nameof(UserKeyLast);

    /// <summary>The session may not see or change the keys of the user; nothing was changed.</summary>
    /// <remarks>Connect as an administrator, or grant what the message names.</remarks>
    public const string UserKeyNotAllowed = nameof(UserKeyNotAllowed);

    /// <summary>Both slots of the user hold a key.</summary>
    /// <remarks>Go on with an interrupted rotation by its -Path, remove the key that nobody uses, or register a named key
    /// pair.</remarks>
    public const string NoFreeSlot = nameof(NoFreeSlot);

    /// <summary>A key is to go into a slot and a named key pair at once.</summary>
    /// <remarks>Give -Slot or -KeyPairName.</remarks>
    public const string SlotAndKeyPair = nameof(SlotAndKeyPair);

    /// <summary>An expiry or comment is given for a key in a slot, which has none.</summary>
    /// <remarks>Give -KeyPairName to register a named key pair.</remarks>
    public const string SlotWithoutExpiry = nameof(SlotWithoutExpiry);

    /// <summary>The name of a key pair is that of one of the two slots.</summary>
    /// <remarks>Give -Slot, or another name.</remarks>
    public const string KeyPairNameReserved = nameof(KeyPairNameReserved);

    /// <summary>The key pair exists, and keeps its expiry and comment when its key is replaced.</summary>
    /// <remarks>Leave -DaysToExpiry and -Comment out, or remove the key pair first.</remarks>
    public const string KeyPairKeepsOptions = nameof(KeyPairKeepsOptions);
}
