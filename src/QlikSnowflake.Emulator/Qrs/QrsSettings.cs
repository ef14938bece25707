namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// How the repository service behaves where versions differ, or where nothing is published. Settable while it runs,
/// unless fixed at the start.
/// </summary>
public sealed record QrsSettings
{
    /// <summary>
    /// The one DNS name in the server's certificate, and the name its root is called after. Clients still reach the
    /// service as <c>localhost</c>: another name here gives them a name mismatch. Fixed at the start.
    /// </summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>How the exported client key is written. Fixed at the start.</summary>
    public ClientKeyFormat ClientKeyFormat { get; init; } = ClientKeyFormat.Pkcs1;

    /// <summary>What happens to a client without a certificate of the site.</summary>
    public ClientCertificateRefusal ClientCertificateRefusal { get; set; } = ClientCertificateRefusal.Forbidden;

    /// <summary>What happens to a user whom the repository doesn't know.</summary>
    public UnknownUser UnknownUser { get; set; } = UnknownUser.Forbidden;

    /// <summary>How a stored password is shown when a data connection is read: versions differ.</summary>
    public ReturnPassword ReturnPassword { get; set; } = ReturnPassword.Clear;

    /// <summary>How a count is answered: the help pages show an object, the API description says an integer.</summary>
    public CountShape CountShape { get; set; } = CountShape.Value;

    /// <summary>
    /// What happens when a name that must be unique is taken: the API description says "part of the uniqueness", not how
    /// it is refused.
    /// </summary>
    public DuplicateName DuplicateName { get; set; } = DuplicateName.Conflict;

    /// <summary>Whether names that differ in letter case only are the same name.</summary>
    public bool NamesIgnoreCase { get; set; } = true;
}

/// <summary>The form of a private key in a PEM file.</summary>
public enum ClientKeyFormat
{
    /// <summary><c>BEGIN RSA PRIVATE KEY</c>.</summary>
    Pkcs1,

    /// <summary><c>BEGIN PRIVATE KEY</c>.</summary>
    Pkcs8,
}

/// <summary>How a client without a certificate of the site is turned away.</summary>
public enum ClientCertificateRefusal
{
    /// <summary>With 403.</summary>
    Forbidden,

    /// <summary>In the TLS handshake.</summary>
    AbortTls,
}

/// <summary>What a user name that the repository doesn't know leads to.</summary>
public enum UnknownUser
{
    /// <summary>403.</summary>
    Forbidden,

    /// <summary>The user is created, without roles.</summary>
    Create,
}

/// <summary>How a password is returned.</summary>
public enum ReturnPassword
{
    /// <summary>As it was sent.</summary>
    Clear,

    /// <summary>As an empty string.</summary>
    Empty,

    /// <summary>The property is missing.</summary>
    Omit,
}

/// <summary>The answer to <c>…/count</c>.</summary>
public enum CountShape
{
    /// <summary><c>{"value":3}</c>.</summary>
    Value,

    /// <summary><c>3</c>.</summary>
    Number,
}

/// <summary>The answer to a name that is taken.</summary>
public enum DuplicateName
{
    /// <summary>409.</summary>
    Conflict,

    /// <summary>400.</summary>
    BadRequest,

    /// <summary>Accepted.</summary>
    Allow,
}
