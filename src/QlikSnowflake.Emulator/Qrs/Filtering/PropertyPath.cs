using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Filtering;

/// <summary>A dotted path of properties, such as <c>owner.userId</c> or <c>customProperties.definition.name</c>.</summary>
internal sealed class PropertyPath
{
    private readonly IReadOnlyList<QrsField> _steps;
    private readonly string? _customProperty;

    private PropertyPath(IReadOnlyList<QrsField> steps, string? customProperty = null)
    {
        _steps = steps;
        _customProperty = customProperty;
    }

    /// <summary>The last step.</summary>
    public QrsField Field => _steps[^1];

    public static PropertyPath? Resolve(QrsEntityType type, string path)
    {
        if (path.StartsWith('@'))
            return Custom(type, path[1..]);
        var steps = new List<QrsField>();
        QrsEntityType? at = type;
        foreach (var name in path.Split('.'))
        {
            if (at?.Field(name) is not { } field)
                return null;
            steps.Add(field);
            at = field.Target;
        }

        return new PropertyPath(steps);
    }

    /// <summary><c>@Department</c>: the values of the custom property of that name.</summary>
    private static PropertyPath? Custom(QrsEntityType type, string name) =>
        name.Length > 0 && type.Field("customProperties") is { } properties
            ? new PropertyPath([properties, QrsEntityType.CustomPropertyValue.Field("value")!], name)
            : null;

    private bool IsOfProperty(JsonNode? entry, QrsStore store) =>
        entry?["definition"] is JsonObject definition
        && store.Find(QrsEntityType.CustomPropertyDefinition, QrsStore.IdOf(definition)) is { } found
        && string.Equals((string?)found["name"], _customProperty, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The values a stored entity has there: one, or one for each entry of the lists on the way. References are
    /// followed.
    /// </summary>
    public IEnumerable<JsonNode?> ValuesOf(JsonObject entity, QrsStore store)
    {
        IEnumerable<JsonNode?> nodes = [entity];
        foreach (var step in _steps)
        {
            nodes = nodes.SelectMany(node => Flatten((node as JsonObject)?[step.Name], step.IsList));
            if (_customProperty is not null && step.Name == "customProperties")
                nodes = nodes.Where(node => IsOfProperty(node, store));
            if (step is { Kind: QrsFieldKind.Entity, Owned: false })
                nodes = nodes.Select(node => node is JsonObject reference ? store.Referred(step, reference) : node);
        }

        return nodes;
    }

    public static IComparable? Comparable(QrsFieldKind kind, JsonNode node) =>
        kind switch
        {
            QrsFieldKind.Text => (string?)node,
            QrsFieldKind.Number => (long)(int)node,
            QrsFieldKind.Flag => (bool)node,
            QrsFieldKind.Guid => Guid.Parse((string)node!),
            QrsFieldKind.Date when QrsDate.TryRead((string)node!, out var date) => date,
            _ => null,
        };

    private static IEnumerable<JsonNode?> Flatten(JsonNode? node, bool isList)
    {
        if (!isList)
            return Enumerable.Repeat(node, 1);
        return node as JsonArray ?? Enumerable.Empty<JsonNode?>();
    }
}
