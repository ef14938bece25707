using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>Takes a <see cref="QrsSession"/> by name.</summary>
internal sealed class QrsSessionArgumentAttribute : SessionArgumentAttribute<QrsSession>;
