using System.Text.Json;

namespace QlikSnowflake.Emulator;

/// <summary>
/// The content of <c>emulator.json</c>: what a client needs to connect. Urls have a port; files are full paths inside
/// the state directory.
/// </summary>
public sealed record EmulatorManifest
{
    /// <summary>The name of the file in the state directory. It's written last, so that its presence means ready.</summary>
    public const string FileName = "emulator.json";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The repository service.</summary>
    public required QrsSection Qrs { get; init; }

    /// <summary>The Qlik Cloud tenant.</summary>
    public required QlikCloudSection QlikCloud { get; init; }

    /// <summary>The Snowflake account.</summary>
    public required SnowflakeSection Snowflake { get; init; }

    /// <summary>The control service.</summary>
    public required ControlSection Control { get; init; }

    /// <summary>Reads the manifest of a running emulator.</summary>
    /// <param name="stateDirectory">Its state directory.</param>
    public static EmulatorManifest Read(string stateDirectory) =>
        JsonSerializer.Deserialize<EmulatorManifest>(File.ReadAllText(Path.Combine(stateDirectory, FileName)), Options)
        ?? throw new InvalidDataException($"{FileName} is empty.");

    internal string ToJson() => JsonSerializer.Serialize(this, Options);

    /// <summary>How to reach the repository service.</summary>
    public sealed record QrsSection
    {
        /// <summary>Base url without <c>/qrs</c>.</summary>
        public required string Url { get; init; }

        /// <summary>PEM file of the site's root certificate.</summary>
        public required string RootCertificate { get; init; }

        /// <summary>The client certificate with its key.</summary>
        public required string ClientPfx { get; init; }

        /// <summary>The password of <see cref="ClientPfx"/>.</summary>
        public required string ClientPfxPassword { get; init; }

        /// <summary>The client certificate as PEM.</summary>
        public required string ClientCertificate { get; init; }

        /// <summary>The client certificate's key as PEM.</summary>
        public required string ClientKey { get; init; }

        /// <summary>Directory of a user with all rights.</summary>
        public required string UserDirectory { get; init; }

        /// <summary>Id of a user with all rights.</summary>
        public required string UserId { get; init; }

        /// <summary>The proxy service in front of the same repository.</summary>
        public required ProxySection Proxy { get; init; }
    }

    /// <summary>
    /// How to reach the repository through the proxy service: a virtual proxy that lets in by any of these ways. The
    /// site's root certificate vouches for it.
    /// </summary>
    public sealed record ProxySection
    {
        /// <summary>Base url without prefix and <c>/qrs</c>.</summary>
        public required string Url { get; init; }

        /// <summary>The virtual proxy's prefix.</summary>
        public required string Prefix { get; init; }

        /// <summary>The header that names the user.</summary>
        public required string HeaderName { get; init; }

        /// <summary>A value for it, as <c>DIRECTORY\user</c>.</summary>
        public required string HeaderValue { get; init; }

        /// <summary>A JSON web token for <c>Authorization: Bearer</c>.</summary>
        public required string Jwt { get; init; }

        /// <summary>A Windows user, as <c>DOMAIN\user</c>.</summary>
        public required string User { get; init; }

        /// <summary>The password of <see cref="User"/>.</summary>
        public required string Password { get; init; }

        /// <summary>A value for the parameter <c>qlikTicket</c>, good for one use.</summary>
        public required string Ticket { get; init; }

        /// <summary>The session cookie's name.</summary>
        public required string SessionCookieName { get; init; }

        /// <summary>The cookie of a session that is open already.</summary>
        public required string SessionCookie { get; init; }
    }

    /// <summary>How to reach the Qlik Cloud tenant.</summary>
    public sealed record QlikCloudSection
    {
        /// <summary>Base url without <c>/api/v1</c>.</summary>
        public required string Url { get; init; }

        /// <summary>PEM file of the certificate authority that vouches for it.</summary>
        public required string RootCertificate { get; init; }

        /// <summary>The tenant's id.</summary>
        public required string TenantId { get; init; }

        /// <summary>The id of the user that owns <see cref="ApiKey"/>.</summary>
        public required string UserId { get; init; }

        /// <summary>An active API key.</summary>
        public required string ApiKey { get; init; }

        /// <summary>The id of a machine-to-machine OAuth client that administers the tenant.</summary>
        public required string OAuthClientId { get; init; }

        /// <summary>The secret of <see cref="OAuthClientId"/>.</summary>
        public required string OAuthClientSecret { get; init; }
    }

    /// <summary>How to reach the Snowflake account.</summary>
    public sealed record SnowflakeSection
    {
        /// <summary>Base url.</summary>
        public required string Url { get; init; }

        /// <summary>PEM file of the certificate authority that vouches for it.</summary>
        public required string RootCertificate { get; init; }

        /// <summary>The account identifier.</summary>
        public required string Account { get; init; }

        /// <summary>A user whose public key is registered.</summary>
        public required string User { get; init; }

        /// <summary>The private key of <see cref="User"/>: PKCS#8 PEM, not encrypted.</summary>
        public required string PrivateKey { get; init; }

        /// <summary>A user who may alter users.</summary>
        public required string AdminUser { get; init; }

        /// <summary>The private key of <see cref="AdminUser"/>.</summary>
        public required string AdminPrivateKey { get; init; }
    }

    /// <summary>How to reach the control service.</summary>
    public sealed record ControlSection
    {
        /// <summary>Base url without <c>/_emulator</c>.</summary>
        public required string Url { get; init; }
    }
}
