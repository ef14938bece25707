using System.Security;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Qrs.Certificates;

/// <summary>The form of exported certificates (repository API, certificatedistribution).</summary>
public enum QrsCertificateFormat
{
    /// <summary>client.pfx, server.pfx and root.cer.</summary>
    Windows,

    /// <summary>client.pem, server.pem, root.pem and their keys.</summary>
    Pem,
}

/// <summary>Certificates that a site has exported, on its central node.</summary>
/// <param name="MachineName">The machines they are for.</param>
/// <param name="Path">The folder on the central node, as the repository gives it.</param>
/// <param name="Format">Their form.</param>
/// <param name="IncludesSecretKey">Whether the private keys are there.</param>
public sealed record QrsCertificateExport(
    IReadOnlyList<string> MachineName,
    string Path,
    QrsCertificateFormat Format,
    bool IncludesSecretKey
)
{
    /// <inheritdoc/>
    public override string ToString() => Path;

    /// <summary>Has the site export certificates (<c>POST certificatedistribution/exportcertificates</c>).</summary>
    /// <param name="session">The site.</param>
    /// <param name="machines">The machines they are for: host names.</param>
    /// <param name="format">The form.</param>
    /// <param name="password">The password of the PFX files, or null.</param>
    /// <param name="includeSecretKey">Whether private keys are exported; without one a client cannot log in.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">A name is no host name; nothing was sent.</exception>
    public static async Task<QrsCertificateExport> ExportAsync(
        QrsSession session,
        IReadOnlyList<string> machines,
        QrsCertificateFormat format,
        SecureString? password,
        bool includeSecretKey,
        CallContext context
    )
    {
        foreach (var machine in machines.Where(m => Uri.CheckHostName(m) == UriHostNameType.Unknown))
            throw new InputException(
                ErrorIds.MachineNameInvalid,
                $"'{machine}' is no host name.",
                "Give the name by which the machine is known, such as worker1.domain.local."
            );

        var body = Body(machines, format, password, includeSecretKey);
        try
        {
            var path = await session
                .Requests.PostAsync("certificatedistribution/exportcertificates", body, ReadPath, context)
                .ConfigureAwait(false);
            return new QrsCertificateExport(machines, path, format, includeSecretKey);
        }
        finally
        {
            Array.Clear(body, 0, body.Length);
        }
    }

    // Anything but a text is no path, and may be what was sent.
    private static string ReadPath(JsonElement json) => json.GetString()!;

    private static byte[] Body(
        IReadOnlyList<string> machines,
        QrsCertificateFormat format,
        SecureString? password,
        bool includeSecretKey
    )
    {
        var secret = DataConnectionJson.SecretBytes(password ?? new SecureString());
        try
        {
            var fields = new Dictionary<string, object>
            {
                ["machineNames"] = machines,
                ["includeSecretsKey"] = includeSecretKey,
                ["exportFormat"] = format.ToString(),
            };
            return JsonSplice.Replace(
                JsonSerializer.SerializeToUtf8Bytes(fields),
                new Dictionary<string, byte[]> { ["certificatePassword"] = secret }
            );
        }
        finally
        {
            Array.Clear(secret, 0, secret.Length);
        }
    }
}
