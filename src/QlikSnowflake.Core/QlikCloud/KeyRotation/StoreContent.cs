namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>What is known of the store during a run.</summary>
internal enum StoreContent
{
    /// <summary>It was not written to, and held a key that worked when the run began.</summary>
    KeptWorking,

    /// <summary>It was not written to, and whether it holds a key that works is not known.</summary>
    KeptUnknown,

    /// <summary>It was read back, and holds the new key.</summary>
    New,

    /// <summary>It holds the new key, which Qlik Cloud refuses by now.</summary>
    NewRefused,

    /// <summary>It was written and cannot be read back; the write reported success.</summary>
    NewUnread,

    /// <summary>The old key was written back, and was read.</summary>
    OldAgain,

    /// <summary>It holds the old key or the new one; both stay good.</summary>
    OldOrNew,

    /// <summary>Somebody else has stored another key meanwhile.</summary>
    Another,
}
