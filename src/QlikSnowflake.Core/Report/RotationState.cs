namespace QlikSnowflake.Report;

/// <summary>How far a rotation came, by its journal.</summary>
public enum RotationState
{
    /// <summary>It was interrupted, or is under way: the same command again goes on with it.</summary>
    Open,

    /// <summary>All that could be switched is, and the old key waits for the end of its grace period.</summary>
    Waiting,

    /// <summary>It ended.</summary>
    Ended,
}
