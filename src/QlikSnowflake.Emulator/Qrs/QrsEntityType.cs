namespace QlikSnowflake.Emulator.Qrs;

/// <summary>An entity type of the repository. (Properties, lengths and uniqueness: the QRS API description, version 38.22.0.)</summary>
internal sealed class QrsEntityType
{
    private readonly Dictionary<string, QrsField> _byName;

    private QrsEntityType(string name, string[] unique, params IEnumerable<QrsField> own)
    {
        Name = name;
        Unique = unique;
        Fields =
        [
            new("id", QrsFieldKind.Guid) { Condensed = true, ServerSet = true },
            new("createdDate", QrsFieldKind.Date) { ServerSet = true },
            new("modifiedDate", QrsFieldKind.Date) { ServerSet = true },
            new("modifiedByUserName", QrsFieldKind.Text) { ServerSet = true },
            .. own,
        ];
        _byName = Fields.ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
    }

    public static QrsEntityType Tag { get; } = new("Tag", ["name"], Text("name", 255, required: true));

    public static QrsEntityType CustomPropertyDefinition { get; } =
        new(
            "CustomPropertyDefinition",
            ["name"],
            Text("name", 100, required: true, minLength: 1),
            Text("valueType", int.MaxValue, required: true),
            new QrsField("choiceValues", QrsFieldKind.Text) { IsList = true, Condensed = true },
            new QrsField("objectTypes", QrsFieldKind.Text) { IsList = true },
            Text("description", 512) with
            {
                Condensed = false,
            }
        );

    public static QrsEntityType CustomPropertyValue { get; } =
        new(
            "CustomPropertyValue",
            [],
            Text("value", 1024, required: true),
            new QrsField("definition", QrsFieldKind.Entity) { Target = CustomPropertyDefinition, Required = true }
        );

    public static QrsEntityType UserAttribute { get; } =
        new(
            "UserAttribute",
            [],
            Text("attributeType", 255, required: true, minLength: 1),
            Text("attributeValue", 255),
            Text("externalId", 511)
        );

    public static QrsEntityType User { get; } =
        new(
            "User",
            ["userDirectory", "userId"],
            new QrsField("customProperties", QrsFieldKind.Entity)
            {
                Target = CustomPropertyValue,
                IsList = true,
                Owned = true,
            },
            Text("userId", 255, required: true, minLength: 1),
            Text("userDirectory", 255, required: true, minLength: 1),
            Text("userDirectoryConnectorName", 255),
            Text("name", 511),
            new QrsField("roles", QrsFieldKind.Text) { IsList = true },
            new QrsField("attributes", QrsFieldKind.Entity)
            {
                Target = UserAttribute,
                IsList = true,
                Owned = true,
            },
            new QrsField("inactive", QrsFieldKind.Flag),
            new QrsField("removedExternally", QrsFieldKind.Flag),
            new QrsField("blacklisted", QrsFieldKind.Flag),
            new QrsField("deleteProhibited", QrsFieldKind.Flag),
            new QrsField("tags", QrsFieldKind.Entity) { Target = Tag, IsList = true }
        );

    public static QrsEntityType DataConnection { get; } =
        new(
            "DataConnection",
            ["name"],
            new QrsField("customProperties", QrsFieldKind.Entity)
            {
                Target = CustomPropertyValue,
                IsList = true,
                Owned = true,
            },
            new QrsField("owner", QrsFieldKind.Entity) { Target = User, Required = true },
            Text("name", 256, required: true, minLength: 1),
            Text("connectionstring", 100_000, required: true),
            Text("type", 500),
            Text("engineObjectId", int.MaxValue),
            Text("username", 500),
            Text("password", 524_288),
            new QrsField("logOn", QrsFieldKind.Number) { EnumSize = 2, Condensed = true },
            new QrsField("architecture", QrsFieldKind.Number) { EnumSize = 3, Condensed = true },
            new QrsField("tags", QrsFieldKind.Entity) { Target = Tag, IsList = true }
        );

    public static QrsEntityType SelectionItem { get; } =
        new(
            "SelectionItem",
            [],
            Text("type", int.MaxValue, required: true),
            new QrsField("objectID", QrsFieldKind.Guid) { Required = true },
            Text("objectName", int.MaxValue)
        );

    public static QrsEntityType Selection { get; } =
        new(
            "Selection",
            [],
            new QrsField("items", QrsFieldKind.Entity)
            {
                Target = SelectionItem,
                IsList = true,
                Owned = true,
            }
        );

    /// <summary>The name as in <c>schemaPath</c>; in lower case it is the path segment.</summary>
    public string Name { get; }

    public string Segment => Name.ToLowerInvariant();

    /// <summary>The properties that together must be unique; none: nothing must.</summary>
    public IReadOnlyList<string> Unique { get; }

    public IReadOnlyList<QrsField> Fields { get; }

    /// <summary>Finds a property, whatever its letter case.</summary>
    public QrsField? Field(string name) => _byName.GetValueOrDefault(name);

    private static QrsField Text(string name, int maxLength, bool required = false, int minLength = 0) =>
        new(name, QrsFieldKind.Text)
        {
            MaxLength = maxLength,
            Required = required,
            MinLength = minLength,
            Condensed = true,
        };
}
