namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>How a scripted answer is given.</summary>
public sealed record ScriptOptions
{
    /// <summary>How long the statement runs.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many polls are answered with 202 before the statement has finished.</summary>
    public int Polls { get; init; }

    /// <summary>Rows per partition, the first included; null for the settings' sizes.</summary>
    public int? PartitionRows { get; init; }

    /// <summary>How many times the answer is given before the statement is executed as usual; null for always.</summary>
    public int? Times { get; init; }
}
