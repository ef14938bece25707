namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The account identifier of Snowflake is none.</summary>
    /// <remarks>Give organization-account, or the locator with its region, as Snowflake shows it under Account details.</remarks>
    public const string AccountInvalid = nameof(AccountInvalid);

    /// <summary>No account of Snowflake is given.</summary>
    /// <remarks>Give -Account, or the key account in the named connection.</remarks>
    public const string AccountMissing = nameof(AccountMissing);

    /// <summary>No Snowflake account answers at the address of Connect-Snowflake (404).</summary>
    /// <remarks>Check -Account: Snowsight shows it under Account details.</remarks>
    public const string AccountNotFound = nameof(AccountNotFound);

    /// <summary>The name of a Snowflake user is empty, too long or holds control characters.</summary>
    /// <remarks>Give the user's LOGIN_NAME, as DESCRIBE USER shows it.</remarks>
    public const string UserInvalid = nameof(UserInvalid);

    /// <summary>A key pair is given without the user it belongs to.</summary>
    /// <remarks>Give -User, the user's LOGIN_NAME.</remarks>
    public const string UserMissing = nameof(UserMissing);

    /// <summary>The token is empty or holds characters that no token has.</summary>
    /// <remarks>Copy the token again, without quotes and line breaks.</remarks>
    public const string TokenInvalid = nameof(TokenInvalid);

    /// <summary>The file of a token that a connection names cannot be read.</summary>
    /// <remarks>Correct token_file_path.</remarks>
    public const string TokenFileUnreadable = nameof(TokenFileUnreadable);

    /// <summary>A named connection logs in by a way that this module does not support.</summary>
    /// <remarks>Use a key pair, a programmatic access token or OAuth.</remarks>
    public const string AuthenticatorNotSupported = nameof(AuthenticatorNotSupported);

    /// <summary>No connection of the name given is in connections.toml or config.toml.</summary>
    /// <remarks>Check the name; where connections.toml exists, the connections of config.toml do not count.</remarks>
    public const string ConnectionNotFound = nameof(ConnectionNotFound);

    /// <summary>Snowflake's connections.toml or config.toml cannot be read.</summary>
    /// <remarks>Give this account the right to read it; SNOWFLAKE_HOME names its folder.</remarks>
    public const string ConnectionFileUnreadable = nameof(ConnectionFileUnreadable);

    /// <summary>Snowflake's connections.toml or config.toml is no valid TOML.</summary>
    /// <remarks>Correct the line that the message names.</remarks>
    public const string ConnectionFileInvalid = nameof(ConnectionFileInvalid);

    /// <summary>Snowflake's connections.toml or config.toml can be changed by other users.</summary>
    /// <remarks>Take that right away from them: chmod 600, or icacls.</remarks>
    public const string ConnectionFileUnsafe = nameof(ConnectionFileUnsafe);

    /// <summary>Snowflake refuses the login.</summary>
    /// <remarks>Follow the message: the key is not registered for the user, the account or user is wrong, or the clock
    /// is.</remarks>
    public const string SnowflakeLoginFailed = nameof(SnowflakeLoginFailed);

    /// <summary>Snowflake refuses the request.</summary>
    /// <remarks>Check the network policy of account and user, and that the role is granted to the user.</remarks>
    public const string SnowflakeForbidden = nameof(SnowflakeForbidden);

    /// <summary>Snowflake answered with a failure of its own.</summary>
    /// <remarks>Try again; if it stays, look at Snowflake's status page, or for a proxy that answers in its place.</remarks>
    public const string SnowflakeRequestFailed = nameof(SnowflakeRequestFailed);

    /// <summary>Snowflake takes no more requests for now.</summary>
    /// <remarks>Try again later, with fewer statements at once.</remarks>
    public const string TooManyRequests = nameof(TooManyRequests);

    /// <summary>The role is not granted to the user.</summary>
    /// <remarks>Name a role that is; its name is case-sensitive here.</remarks>
    public const string RoleNotGranted = nameof(RoleNotGranted);

    /// <summary>The statement needs a warehouse, and none is chosen.</summary>
    /// <remarks>Name one with -Warehouse, here or of Connect-Snowflake.</remarks>
    public const string NoWarehouse = nameof(NoWarehouse);
}
