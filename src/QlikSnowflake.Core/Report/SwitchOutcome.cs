namespace QlikSnowflake.Report;

/// <summary>What a rotation did with a connection.</summary>
public enum SwitchOutcome
{
    /// <summary>It failed: the connection stays on the old key.</summary>
    Failed,

    /// <summary>Which key the connection holds is not known: a reply was lost, or it was changed since.</summary>
    Unknown,

    /// <summary>The connection logs in as this user, and the rotation does not speak of it.</summary>
    NotTried,

    /// <summary>It holds the new key.</summary>
    Switched,
}
