using QlikSnowflake.Errors;

namespace QlikSnowflake.Files;

/// <summary>What a file that a user names is for: the words, the ids and the limit of its faults.</summary>
public sealed record InputFileKind
{
    /// <summary>What the file is called in messages, such as <c>key file</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>The error's id where there is no file of that name.</summary>
    public required string MissingId { get; init; }

    /// <summary>The error's id where it is a folder, denied, in use or cannot be read.</summary>
    public required string UnreadableId { get; init; }

    /// <summary>The error's id where it is empty or too large.</summary>
    public required string InvalidId { get; init; }

    /// <summary>The error's id where its path is none.</summary>
    public string PathInvalidId { get; init; } = ErrorIds.PathInvalid;

    /// <summary>What to give: the advice where the file is missing, a folder, empty or too large.</summary>
    public required string Advice { get; init; }

    /// <summary>The largest that is read, in bytes: what is beyond it is something else.</summary>
    public int MostBytes { get; init; } = 1 << 20;

    /// <summary>Whether a file without content says what it should: that there is nothing.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>The parameter by which the user can name the text's encoding, or null.</summary>
    public string? EncodingParameter { get; init; }

    /// <summary>A private key's file.</summary>
    public static InputFileKind Key { get; } =
        new()
        {
            Noun = "key file",
            MissingId = ErrorIds.KeyFileNotFound,
            UnreadableId = ErrorIds.KeyFileUnreadable,
            InvalidId = ErrorIds.KeyNotRecognized,
            PathInvalidId = ErrorIds.KeyPathInvalid,
            Advice = "Give the path of a key's file, such as rsa_key.p8. New-SnowflakeKeyPair makes a new key pair.",
        };

    /// <summary>A public key's file.</summary>
    public static InputFileKind PublicKey { get; } =
        Key with
        {
            InvalidId = ErrorIds.KeyNotPublic,
            Advice = "Give a public key's file, such as rsa_key.pub. New-SnowflakeKeyPair makes a new key pair.",
        };

    /// <summary>The key of a client certificate, in a file of its own.</summary>
    public static InputFileKind ClientKey { get; } =
        Key with
        {
            Noun = "client certificate's key file",
            Advice = "Give the file that the site exported beside the certificate, client_key.pem, with -CertificateKeyPath.",
        };

    /// <summary>A client certificate.</summary>
    public static InputFileKind ClientCertificate { get; } =
        new()
        {
            Noun = "client certificate",
            MissingId = ErrorIds.ClientCertificateUnreadable,
            UnreadableId = ErrorIds.ClientCertificateUnreadable,
            InvalidId = ErrorIds.ClientCertificateUnusable,
            Advice = "Give the file that the site exported, client.pfx or client.pem, with -CertificatePath.",
        };

    /// <summary>Certificates of authorities to trust.</summary>
    public static InputFileKind RootCertificate { get; } =
        new()
        {
            Noun = "certificate file",
            MissingId = ErrorIds.RootCertificateUnreadable,
            UnreadableId = ErrorIds.RootCertificateUnreadable,
            InvalidId = ErrorIds.RootCertificateInvalid,
            Advice = "Give the authority's certificate as PEM or DER, such as root.pem, with -RootCertificatePath.",
        };

    /// <summary>A certificate to encrypt to or to decrypt by.</summary>
    public static InputFileKind EncryptionCertificate { get; } =
        new()
        {
            Noun = "certificate file",
            MissingId = ErrorIds.EncryptionCertificateUnreadable,
            UnreadableId = ErrorIds.EncryptionCertificateUnreadable,
            InvalidId = ErrorIds.EncryptionCertificateUnreadable,
            Advice =
                "Give a certificate (PEM or DER) to encrypt to, or a PFX with its private key to decrypt by, with -CertificatePath.",
        };

    /// <summary>SQL statements.</summary>
    public static InputFileKind Sql { get; } =
        new()
        {
            Noun = "file of statements",
            MissingId = ErrorIds.FileNotFound,
            UnreadableId = ErrorIds.FileNotRead,
            InvalidId = ErrorIds.FileInvalid,
            Advice = "Give the path of a file of SQL statements with -Path.",
            MostBytes = 64 << 20,
            EncodingParameter = "-Encoding",
        };

    /// <summary>Data connections as JSON.</summary>
    public static InputFileKind Connections { get; } =
        new()
        {
            Noun = "file of connections",
            MissingId = ErrorIds.FileUnreadable,
            UnreadableId = ErrorIds.FileUnreadable,
            InvalidId = ErrorIds.FileInvalid,
            Advice = "Give the path of a file that Export-QrsDataConnection wrote.",
            MostBytes = 256 << 20,
            EncodingParameter = "-Encoding",
        };

    /// <summary>An earlier report, as page or JSON.</summary>
    public static InputFileKind Report { get; } =
        new()
        {
            Noun = "report",
            MissingId = ErrorIds.ReportNotFound,
            UnreadableId = ErrorIds.ReportUnreadable,
            InvalidId = ErrorIds.ReportInvalid,
            Advice = "Give -Baseline a page or JSON that Export-QlikSnowflakeReport wrote.",
            MostBytes = 256 << 20,
        };

    /// <summary>A file that holds an API key.</summary>
    public static InputFileKind ApiKey { get; } =
        new()
        {
            Noun = "key file",
            MissingId = ErrorIds.ApiKeyFileNotFound,
            UnreadableId = ErrorIds.ApiKeyFileUnreadable,
            InvalidId = ErrorIds.ApiKeyFileInvalid,
            Advice = "Give a file that Update-QlikCloudApiKey wrote, or one that holds the key alone.",
            MostBytes = 1 << 18,
        };

    /// <summary>The contexts of qlik-cli.</summary>
    public static InputFileKind QlikCliContexts { get; } =
        new()
        {
            Noun = "file of qlik-cli's contexts",
            MissingId = ErrorIds.ContextFileUnreadable,
            UnreadableId = ErrorIds.ContextFileUnreadable,
            InvalidId = ErrorIds.ContextFileInvalid,
            Advice = "Run qlik context init, or set QLIK_CLI_USER_HOME_DIR to the folder that holds .qlik.",
            MayBeEmpty = true,
        };

    /// <summary>Snowflake's named connections (<c>connections.toml</c>, <c>config.toml</c>).</summary>
    public static InputFileKind SnowflakeConnections { get; } =
        new()
        {
            Noun = "connection file",
            MissingId = ErrorIds.ConnectionFileUnreadable,
            UnreadableId = ErrorIds.ConnectionFileUnreadable,
            InvalidId = ErrorIds.ConnectionFileInvalid,
            Advice = "SNOWFLAKE_HOME names the folder that holds connections.toml and config.toml.",
            MayBeEmpty = true,
        };

    /// <summary>A token that a connection names by its file.</summary>
    public static InputFileKind Token { get; } =
        new()
        {
            Noun = "token file",
            MissingId = ErrorIds.TokenFileUnreadable,
            UnreadableId = ErrorIds.TokenFileUnreadable,
            InvalidId = ErrorIds.TokenFileUnreadable,
            PathInvalidId = ErrorIds.TokenFileUnreadable,
            Advice = "Check token_file_path.",
        };
}
