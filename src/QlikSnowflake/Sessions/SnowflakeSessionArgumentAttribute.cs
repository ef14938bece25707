using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>Takes a <see cref="SnowflakeSession"/> by name.</summary>
internal sealed class SnowflakeSessionArgumentAttribute : SessionArgumentAttribute<SnowflakeSession>;
