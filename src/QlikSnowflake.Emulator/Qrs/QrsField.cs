namespace QlikSnowflake.Emulator.Qrs;

internal enum QrsFieldKind
{
    Text,
    Number,
    Flag,
    Guid,
    Date,
    Entity,
}

/// <summary>A property of an entity type, with what the API description says of it.</summary>
internal sealed record QrsField(string Name, QrsFieldKind Kind)
{
    /// <summary>Whether it's part of the condensed form too.</summary>
    public bool Condensed { get; init; }

    public bool Required { get; init; }

    public bool IsList { get; init; }

    public int MinLength { get; init; }

    public int MaxLength { get; init; } = int.MaxValue;

    /// <summary>For <see cref="QrsFieldKind.Number"/>: one past the highest value of the enumeration.</summary>
    public int EnumSize { get; init; } = int.MaxValue;

    /// <summary>For <see cref="QrsFieldKind.Entity"/>: the type referred to or, when <see cref="Owned"/>, contained.</summary>
    public QrsEntityType? Target { get; init; }

    /// <summary>Whether the entities live inside this one, rather than being referred to by id.</summary>
    public bool Owned { get; init; }

    /// <summary>Whether the server alone sets it.</summary>
    public bool ServerSet { get; init; }
}
