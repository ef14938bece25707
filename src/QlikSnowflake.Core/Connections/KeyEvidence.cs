namespace QlikSnowflake.Connections;

/// <summary>What tells which key a connection holds, from the least to the most.</summary>
public enum KeyEvidence
{
    /// <summary>Nothing does: it may hold a key of any user.</summary>
    Unknown,

    /// <summary>It logs in without a key that Qlik holds.</summary>
    None,

    /// <summary>The service does not show the key; the connection's user tells which keys it can be.</summary>
    SameUser,

    /// <summary>
    /// The service took the key and does not show it. It holds as long as the connection was not changed since: its
    /// <see cref="SnowflakeConnection.ModifiedAt"/> is still that of the switch.
    /// </summary>
    Written,

    /// <summary>The service returned the key, and its fingerprint was read.</summary>
    Fingerprint,
}
