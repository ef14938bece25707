namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>How a check came out.</summary>
public enum ConnectionCheckStatus
{
    /// <summary>It is as it should be.</summary>
    Passed,

    /// <summary>It is not.</summary>
    Failed,

    /// <summary>It was not looked at, because an earlier check failed or nothing asks for it.</summary>
    Skipped,
}
