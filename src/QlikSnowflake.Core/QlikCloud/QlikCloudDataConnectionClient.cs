namespace QlikSnowflake.QlikCloud;

/// <summary>Data connections.</summary>
public sealed class QlikCloudDataConnectionClient
{
    internal QlikCloudDataConnectionClient(QlikCloudSession session) => _ = session;
}
