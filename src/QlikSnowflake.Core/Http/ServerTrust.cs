using QlikSnowflake.Errors;

namespace QlikSnowflake.Http;

/// <summary>What a session accepts as its server's certificate. It holds for that session alone.</summary>
public sealed record ServerTrust
{
    /// <summary>A file with one or more certificates (PEM or DER) to trust besides the system's: a site's own authority.</summary>
    public string? RootCertificatePath { get; init; }

    /// <summary>
    /// The name the certificate must carry, where it is not the host's (a Qlik site's certificate often has the short
    /// name).
    /// </summary>
    public string? ServerName { get; init; }

    /// <summary>Accept any certificate.</summary>
    public bool SkipCertificateCheck { get; init; }

    internal ServerCertificateCheck CreateCheck()
    {
        if (ServerName is { } name && Uri.CheckHostName(name) == UriHostNameType.Unknown)
        {
            throw new InputException(
                ErrorIds.ServerNameInvalid,
                $"'{name}' is no host name.",
                "Give the name as the server's certificate has it, such as qlikserver1."
            );
        }

        return new ServerCertificateCheck(this, RootCertificatePath is { } path ? RootCertificates.Read(path) : null);
    }
}
