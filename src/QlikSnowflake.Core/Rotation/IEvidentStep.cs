namespace QlikSnowflake.Rotation;

/// <summary>A step that has something to show for what it did, which the journal keeps.</summary>
public interface IEvidentStep : IRotationStep
{
    /// <summary>What shows it, by name; nothing secret. Asked for once the step is done.</summary>
    IReadOnlyDictionary<string, string> Evidence { get; }
}
