namespace QlikSnowflake.Connections.KeyRotation;

/// <summary>What became of a connection, or becomes of it as it is planned.</summary>
public enum ConnectionOutcome
{
    /// <summary>Planned: it will be given the new key.</summary>
    ToSwitch,

    /// <summary>It was given the new key, in this run or an earlier one.</summary>
    Switched,

    /// <summary>It could not be given the new key, and stays on the old one, which stays registered.</summary>
    Failed,

    /// <summary>It is gone since the inventory.</summary>
    Gone,

    /// <summary>It holds another key of the user, which this rotation does not touch.</summary>
    OtherKey,

    /// <summary>It logs in as a user of this name in another account, and is not touched.</summary>
    OtherAccount,

    /// <summary>Whether it holds the old key cannot be told, or it could not be reached.</summary>
    Unknown,
}
