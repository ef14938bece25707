namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>No data connection has the name or id given.</summary>
    /// <remarks>Look at what is there with the Get cmdlet; wildcards are allowed.</remarks>
    public const string DataConnectionNotFound = nameof(DataConnectionNotFound);

    /// <summary>Several data connections have the name given.</summary>
    /// <remarks>Choose one by -Id.</remarks>
    public const string DataConnectionAmbiguous = nameof(DataConnectionAmbiguous);

    /// <summary>The id of a data connection is no GUID.</summary>
    /// <remarks>Give the id that Get-QrsDataConnection shows, or the name.</remarks>
    public const string DataConnectionIdInvalid = nameof(DataConnectionIdInvalid);

    /// <summary>The name of a data connection is empty, too long or holds control characters.</summary>
    /// <remarks>Correct the name; nothing was sent.</remarks>
    public const string DataConnectionNameInvalid = nameof(DataConnectionNameInvalid);

    /// <summary>The type of a data connection is empty, too long or holds control characters.</summary>
    /// <remarks>Correct the type; nothing was sent.</remarks>
    public const string DataConnectionTypeInvalid = nameof(DataConnectionTypeInvalid);

    /// <summary>The connection string of a data connection is empty, too long, or not of the form of its connector.</summary>
    /// <remarks>Correct it; nothing was sent.</remarks>
    public const string DataConnectionConnectionStringInvalid = nameof(DataConnectionConnectionStringInvalid);

    /// <summary>The user name of a data connection is too long or holds control characters.</summary>
    /// <remarks>Correct it; nothing was sent.</remarks>
    public const string DataConnectionUserNameInvalid = nameof(DataConnectionUserNameInvalid);

    /// <summary>A field of a data connection was read in the wrong encoding, so that characters are lost.</summary>
    /// <remarks>Save the file as UTF-8, or read it with the encoding that it has.</remarks>
    public const string DataConnectionEncodingWrong = nameof(DataConnectionEncodingWrong);

    /// <summary>The JSON of a data connection is damaged, or is not one object.</summary>
    /// <remarks>Read the file as one text (Get-Content -Raw), and correct the place that the message names.</remarks>
    public const string DataConnectionJsonInvalid = nameof(DataConnectionJsonInvalid);

    /// <summary>The JSON of a data connection was cut when it was written.</summary>
    /// <remarks>Write it again with ConvertTo-Json -Depth 10.</remarks>
    public const string DataConnectionJsonCut = nameof(DataConnectionJsonCut);

    /// <summary>A connection to be copied was read without its password.</summary>
    /// <remarks>Read it with Get-QrsDataConnection -IncludeSecret, or give the login.</remarks>
    public const string DataConnectionSecretMissing = nameof(DataConnectionSecretMissing);

    /// <summary>The data connection is none to Snowflake, so that a key pair means nothing to it.</summary>
    /// <remarks>Choose one whose connection string has driver=snowflake.</remarks>
    public const string DataConnectionNotSnowflake = nameof(DataConnectionNotSnowflake);

    /// <summary>Nothing is given that is to be changed in a data connection of Qlik Cloud.</summary>
    /// <remarks>Give -NewName, -ConnectionProperty, or a login.</remarks>
    public const string DataConnectionUnchanged = nameof(DataConnectionUnchanged);

    /// <summary>Nothing is given that is to be changed in a data connection of a Qlik site.</summary>
    /// <remarks>Give what to change, such as -Warehouse, -Owner or -AddTag.</remarks>
    public const string NothingToChange = nameof(NothingToChange);

    /// <summary>Several data connections would be given one name.</summary>
    /// <remarks>Name one, or rename them one by one.</remarks>
    public const string RenameOfSeveral = nameof(RenameOfSeveral);

    /// <summary>A connection string cannot be read, or has no keys to change.</summary>
    /// <remarks>Give it on one line as the QMC shows it, or the whole new string with -ConnectionString.</remarks>
    public const string ConnectionStringInvalid = nameof(ConnectionStringInvalid);

    /// <summary>The name or value of a property cannot stand in a connection string.</summary>
    /// <remarks>Correct it: no quotes, semicolons or line breaks, and one value for each name.</remarks>
    public const string ConnectionPropertyInvalid = nameof(ConnectionPropertyInvalid);

    /// <summary>A property for a data connection of Qlik Cloud is a secret, which properties may not be.</summary>
    /// <remarks>Give -Credential, or -PrivateKeyPath and -Passphrase.</remarks>
    public const string ConnectionPropertySecret = nameof(ConnectionPropertySecret);

    /// <summary>A file of exported data connections cannot be imported.</summary>
    /// <remarks>Give a file that Export-QrsDataConnection wrote.</remarks>
    public const string DataConnectionFileInvalid = nameof(DataConnectionFileInvalid);

    /// <summary>The file has no data connection of the name given.</summary>
    /// <remarks>Check the name.</remarks>
    public const string DataConnectionNotInFile = nameof(DataConnectionNotInFile);

    /// <summary>Data connections of several sites are to be exported into one file.</summary>
    /// <remarks>Export each site into a file of its own.</remarks>
    public const string SitesMixed = nameof(SitesMixed);

    /// <summary>The secret of an exported connection cannot be decrypted.</summary>
    /// <remarks>Check passphrase or certificate: it must be that of the export.</remarks>
    public const string ExportedSecretUnreadable = nameof(ExportedSecretUnreadable);

    /// <summary>A connection was changed in the file after its secret was encrypted, and the secret is not used.</summary>
    /// <remarks>Import the file as it was exported, or take the secret out of it.</remarks>
    public const string ExportedSecretNotOfConnection = nameof(ExportedSecretNotOfConnection);

    /// <summary>A data connection of Qlik Cloud cannot take this kind of login.</summary>
    /// <remarks>Make a new connection.</remarks>
    public const string ConnectionLoginFixed = nameof(ConnectionLoginFixed);

    /// <summary>No space of the tenant has the name given.</summary>
    /// <remarks>Give the whole name of a space that the user may see.</remarks>
    public const string SpaceNotFound = nameof(SpaceNotFound);
}
