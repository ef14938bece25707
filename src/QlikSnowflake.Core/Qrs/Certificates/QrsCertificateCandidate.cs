using QlikSnowflake.Errors;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Qrs.Certificates;

/// <summary>A certificate that may be a site's client certificate, and what is wrong with it.</summary>
/// <param name="Source">Where it is: a store, or a file.</param>
/// <param name="Subject">Whom it is for; CN=QlikClient for a client certificate.</param>
/// <param name="Issuer">The site's authority, CN=&lt;central node&gt;-CA.</param>
/// <param name="Thumbprint">Its SHA-1 thumbprint, as -CertificateThumbprint takes it; null where the file cannot be opened.</param>
/// <param name="NotAfter">When it ends; null where the file cannot be opened.</param>
/// <param name="Problems">What keeps it from being used; none where it can be.</param>
public sealed record QrsCertificateCandidate(
    string Source,
    string? Subject,
    string? Issuer,
    string? Thumbprint,
    DateTimeOffset? NotAfter,
    TextList Problems
)
{
    /// <summary>Its file; null for one in a store.</summary>
    public string? Path { get; init; }

    /// <summary>The file of its key, where a PEM certificate has one beside it; else null.</summary>
    public string? KeyPath { get; init; }

    /// <summary>Whether a session can be opened with it, as far as this machine can tell.</summary>
    public bool IsUsable => Problems.Count == 0;

    /// <summary>The error for one that cannot be used; null where it can.</summary>
    public InputException? WhyUnusable() =>
        IsUsable
            ? null
            : new InputException(
                ErrorIds.ClientCertificateUnusable,
                $"The certificate '{Source}' cannot be used: {string.Join(", ", Problems)}.",
                "Pipe in one that Get-QrsCertificate finds usable; -CertificatePassword opens a protected file.",
                FailureKind.InvalidData
            );

    /// <inheritdoc/>
    public override string ToString() => $"{Thumbprint} ({Source}, issued by {Issuer}, until {NotAfter:yyyy-MM-dd})";
}
