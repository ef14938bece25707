using QlikSnowflake.Emulator.QlikCloud;
using QlikSnowflake.Emulator.Qrs;
using QlikSnowflake.Emulator.Qrs.Proxy;
using QlikSnowflake.Emulator.Snowflake;

namespace QlikSnowflake.Emulator;

/// <summary>What an emulator is started with. Every port of 0 means: any free one.</summary>
public sealed record EmulatorOptions
{
    /// <summary>
    /// The folder for certificates, keys and <c>emulator.json</c>. Created when missing, for its owner only where the
    /// system has such permissions.
    /// </summary>
    public required string StateDirectory { get; init; }

    /// <summary>The process after whose end the program stops too; null for none.</summary>
    public int? ParentProcessId { get; init; }

    /// <summary>Port of the Qlik Sense repository service.</summary>
    public int QrsPort { get; init; }

    /// <summary>Port of the Qlik Sense proxy service, in front of the same repository.</summary>
    public int QrsProxyPort { get; init; }

    /// <summary>Port of the Qlik Cloud tenant.</summary>
    public int QlikCloudPort { get; init; }

    /// <summary>Port of the Snowflake account.</summary>
    public int SnowflakePort { get; init; }

    /// <summary>Port of the control service (plain http, loopback only).</summary>
    public int ControlPort { get; init; }

    /// <summary>How the repository service behaves where versions differ or nothing is published.</summary>
    public QrsSettings Qrs { get; init; } = new();

    /// <summary>The virtual proxies, and how the proxy service behaves where nothing is published.</summary>
    public QrsProxySettings QrsProxy { get; init; } = new();

    /// <summary>How the Qlik Cloud tenant behaves where tenants differ or nothing is published.</summary>
    public QlikCloudSettings QlikCloud { get; init; } = new();

    /// <summary>What the Snowflake account is, and how it behaves.</summary>
    public SnowflakeSettings Snowflake { get; init; } = new();

    /// <summary>
    /// Hears of every key and password at the moment it is written, before the request that did it is answered. It is called under the
    /// lock of the service, so it must be quick, and may not ask the emulator. Null: nobody.
    /// </summary>
    public Action<SecretChange>? SecretChanged { get; init; }

    /// <summary>The Snowflake user whose public key is registered.</summary>
    public string SnowflakeUser { get; init; } = "SVC_QLIK";

    /// <summary>The Snowflake user who may alter users.</summary>
    public string SnowflakeAdminUser { get; init; } = "ADMIN";

    /// <summary>A Snowflake user who has no public key yet.</summary>
    public string SnowflakeKeylessUser { get; init; } = "SVC_NEW";
}
