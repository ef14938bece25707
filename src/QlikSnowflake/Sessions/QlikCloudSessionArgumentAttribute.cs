using QlikSnowflake.QlikCloud;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>Takes a <see cref="QlikCloudSession"/> by name.</summary>
internal sealed class QlikCloudSessionArgumentAttribute : SessionArgumentAttribute<QlikCloudSession>;
