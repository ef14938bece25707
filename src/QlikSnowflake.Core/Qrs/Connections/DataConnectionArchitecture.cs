namespace QlikSnowflake.Qrs.Connections;

/// <summary>A connector's architecture (repository API, DataConnection.architecture).</summary>
public enum DataConnectionArchitecture
{
    /// <summary>Not said.</summary>
    Undefined = 0,

    /// <summary>32 bits.</summary>
    X86 = 1,

    /// <summary>64 bits.</summary>
    X64 = 2,
}
