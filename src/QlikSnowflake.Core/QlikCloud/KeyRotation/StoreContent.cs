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

    /// <summary>The old key was written over the new one, and was read.</summary>
    OldAgain,

    /// <summary>The old key was written back and is shown, but the new one never was: a store that lags may show it yet.</summary>
    OldShown,

    /// <summary>The old key was written back, and the new one is shown.</summary>
    NewShown,

    /// <summary>It was written to, and what came of that is not known.</summary>
    Unknown,

    /// <summary>Somebody else has stored another key since it was written to.</summary>
    Another,

    /// <summary>Somebody else has stored another key before it was written to.</summary>
    Overtaken,
}
