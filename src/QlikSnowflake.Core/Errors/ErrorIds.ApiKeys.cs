namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>A key file that Windows protected for an account is read by another, or on another computer.</summary>
    /// <remarks>Run as the account that wrote it, on the same computer, or write it anew.</remarks>
    public const string ApiKeyFileOfAnother = nameof(ApiKeyFileOfAnother);

    /// <summary>No API key has the id or description given.</summary>
    /// <remarks>Get-QlikCloudApiKey lists the keys; wildcards are allowed.</remarks>
    public const string ApiKeyNotFound = nameof(ApiKeyNotFound);

    /// <summary>The description of an API key is empty.</summary>
    /// <remarks>Say what the key is for.</remarks>
    public const string ApiKeyDescriptionInvalid = nameof(ApiKeyDescriptionInvalid);

    /// <summary>The lifetime of an API key is not a positive time.</summary>
    /// <remarks>Give a positive one, such as P30D or 30.00:00:00.</remarks>
    public const string ApiKeyLifetimeInvalid = nameof(ApiKeyLifetimeInvalid);

    /// <summary>An API key is to live longer than the tenant allows.</summary>
    /// <remarks>Ask for less, or have an administrator raise the limit with Set-QlikCloudApiKeyPolicy.</remarks>
    public const string ApiKeyLifetimeTooLong = nameof(ApiKeyLifetimeTooLong);

    /// <summary>The user has as many active API keys as the tenant allows.</summary>
    /// <remarks>Remove one with Remove-QlikCloudApiKey, or have an administrator raise the limit.</remarks>
    public const string ApiKeyLimitReached = nameof(ApiKeyLimitReached);

    /// <summary>The limit of keys for a user is not from 0 to 1000.</summary>
    /// <remarks>Give a number within that range.</remarks>
    public const string ApiKeyLimitInvalid = nameof(ApiKeyLimitInvalid);

    /// <summary>The API key to be removed is the one that this session logs in with.</summary>
    /// <remarks>Rotate it with Update-QlikCloudApiKey, or give -AllowLockOut.</remarks>
    public const string ApiKeyInUse = nameof(ApiKeyInUse);

    /// <summary>Qlik Cloud made an API key and did not return its token.</summary>
    /// <remarks>Delete that key in the profile settings, and try again.</remarks>
    public const string ApiKeyWithoutToken = nameof(ApiKeyWithoutToken);

    /// <summary>API keys are switched off in the tenant.</summary>
    /// <remarks>Have an administrator switch them on: Set-QlikCloudApiKeyPolicy -Enabled $true.</remarks>
    public const string ApiKeysDisabled = nameof(ApiKeysDisabled);

    /// <summary>Nothing is given that is to be changed in the policy of API keys.</summary>
    /// <remarks>Give -MaximumLifetime, -MaximumKeysPerUser, -ScimLifetime or -Enabled.</remarks>
    public const string ApiKeyPolicyUnchanged = nameof(ApiKeyPolicyUnchanged);

    /// <summary>The tenant has no switch for API keys any more.</summary>
    /// <remarks>Give the permission with Grant-QlikCloudApiKeyPermission.</remarks>
    public const string ApiKeySwitchAbsent = nameof(ApiKeySwitchAbsent);

    /// <summary>The tenant has the switch for API keys and no role Developer.</summary>
    /// <remarks>Assign roles in the administration under Users.</remarks>
    public const string DeveloperRoleAbsent = nameof(DeveloperRoleAbsent);

    /// <summary>The tenant has no role for everyone.</summary>
    /// <remarks>Give the permission to a user or a group.</remarks>
    public const string UserDefaultRoleAbsent = nameof(UserDefaultRoleAbsent);

    /// <summary>The tenant gives API keys by a role that cannot be given to everyone.</summary>
    /// <remarks>Give it to a group with -Group.</remarks>
    public const string PermissionForEveryoneAbsent = nameof(PermissionForEveryoneAbsent);

    /// <summary>The role is built in and cannot be given the permission.</summary>
    /// <remarks>Name another role with -RoleName; it is made where it does not exist.</remarks>
    public const string RoleNotCustom = nameof(RoleNotCustom);

    /// <summary>The file of an API key does not exist.</summary>
    /// <remarks>Correct the path; Update-QlikCloudApiKey -Path writes such a file.</remarks>
    public const string ApiKeyFileNotFound = nameof(ApiKeyFileNotFound);

    /// <summary>The file of an API key is a folder, or cannot be read by this account.</summary>
    /// <remarks>Give a file that Update-QlikCloudApiKey wrote, and this account the right to read it.</remarks>
    public const string ApiKeyFileUnreadable = nameof(ApiKeyFileUnreadable);

    /// <summary>A file holds no API key, or its path is that of a folder.</summary>
    /// <remarks>Give a file that Update-QlikCloudApiKey wrote, or one that holds the key alone.</remarks>
    public const string ApiKeyFileInvalid = nameof(ApiKeyFileInvalid);

    /// <summary>A file holds an API key in plain text, and others than its owner can read or change it.</summary>
    /// <remarks>Take that right away, treat the key as known, and rotate it.</remarks>
    public const string ApiKeyFileUnsafe = nameof(ApiKeyFileUnsafe);

    /// <summary>The folder for the file of an API key does not exist.</summary>
    /// <remarks>Make it, readable by the account that rotates alone, or give another -Path.</remarks>
    public const string ApiKeyFolderNotFound = nameof(ApiKeyFolderNotFound);

    /// <summary>A file is to be protected for an account, which only Windows can do.</summary>
    /// <remarks>Encrypt it to a certificate, use a vault, or give -AsPlainText.</remarks>
    public const string DataProtectionAbsent = nameof(DataProtectionAbsent);

    /// <summary>The store of an API key needs a command that is not there.</summary>
    /// <remarks>For a vault, install the module Microsoft.PowerShell.SecretManagement and a vault for it.</remarks>
    public const string StoreCommandMissing = nameof(StoreCommandMissing);

    /// <summary>The store of an API key failed.</summary>
    /// <remarks>Try the same by hand, as the account that rotates.</remarks>
    public const string StoreFailed = nameof(StoreFailed);

    /// <summary>What was read back from the store is not the key that was stored.</summary>
    /// <remarks>Look at who else writes there, and whether this account may.</remarks>
    public const string StoreNotRead = nameof(StoreNotRead);

    /// <summary>The key in the store acts as another user than this session.</summary>
    /// <remarks>Connect with the key that is to be rotated, or name another store.</remarks>
    public const string StoreHoldsAnother = nameof(StoreHoldsAnother);

    /// <summary>The store returned something other than one SecureString.</summary>
    /// <remarks>Name a secret, or let the script return a SecureString, that holds the key alone.</remarks>
    public const string SecretNotAKey = nameof(SecretNotAKey);

    /// <summary>The new API key acts as another user than the old one; nothing was stored.</summary>
    /// <remarks>Tell Qlik's support.</remarks>
    public const string NewKeyActsAsAnother = nameof(NewKeyActsAsAnother);
}
