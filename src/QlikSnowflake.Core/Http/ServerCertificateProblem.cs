namespace QlikSnowflake.Http;

/// <summary>Why a server's certificate was refused.</summary>
internal enum ServerCertificateProblem
{
    None,
    Missing,
    Untrusted,
    NameMismatch,
    Expired,
    WrongUse,
}
