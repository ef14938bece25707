using System.Globalization;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// Reads the fields of a connection from the JSON that the repository sends, and from what users make of connections:
/// ConvertTo-Json and Export-Csv of what Get-QrsDataConnection emits, other tools' names of enumerations and numbers as text,
/// lists of one entry that have become the entry. What was cut on the way is refused.
/// </summary>
internal static class DataConnectionFields
{
    private static readonly string[][] LogOnNames =
    [
        ["0", "LOG_ON_SERVICE_USER", "ServiceUser"],
        ["1", "LOG_ON_CURRENT_USER", "CurrentUser"],
    ];
    private static readonly string[][] ArchitectureNames =
    [
        ["0", "Undefined"],
        ["1", "x86"],
        ["2", "x64"],
    ];

    /// <summary>A field by its name, in whatever case.</summary>
    public static JsonElement? Find(JsonElement json, string name)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return null;
        if (json.TryGetProperty(name, out var exact))
            return exact.ValueKind == JsonValueKind.Null ? null : exact;
        foreach (var property in json.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value.ValueKind == JsonValueKind.Null ? null : property.Value;
        }

        return null;
    }

    /// <summary>A text, or null where there is none.</summary>
    public static string? Text(JsonElement json, string name)
    {
        if (Find(json, name) is not { } value)
            return null;
        return value.ValueKind == JsonValueKind.String
            ? Whole(value.GetString()!, name)
            : throw DataConnectionDocument.Invalid($"{name} is not a text");
    }

    /// <summary>Whether a field is true, as JSON says it or as a CSV's text.</summary>
    public static bool IsTrue(JsonElement json, string name) =>
        Find(json, name) is { } value
        && (
            value.ValueKind == JsonValueKind.True
            || (value.ValueKind == JsonValueKind.String && bool.TryParse(value.GetString(), out var isTrue) && isTrue)
        );

    /// <summary>A password in plain text; one that was kept secret on the way leaves nothing that could be used.</summary>
    public static string? Password(JsonElement json) =>
        Find(json, "password") is { ValueKind: JsonValueKind.String } value
        && value.GetString() is { } text
        && text != "System.Security.SecureString"
            ? Whole(text, "password")
            : null;

    public static DataConnectionLogOn LogOn(JsonElement json) => (DataConnectionLogOn)Number(json, "logOn", LogOnNames);

    public static DataConnectionArchitecture Architecture(JsonElement json) =>
        (DataConnectionArchitecture)Number(json, "architecture", ArchitectureNames);

    /// <summary>The owner's id and name, as far as they are given.</summary>
    public static (Guid? Id, QrsUserName? Name) Owner(JsonElement json)
    {
        if (Find(json, "owner") is not { } owner)
            return (null, null);
        if (owner.ValueKind == JsonValueKind.String)
            return Whole(owner.GetString()!, "owner") is { Length: > 0 } text ? (null, QrsUserName.Parse(text)) : (null, null);
        var named =
            Text(owner, "userDirectory") is { Length: > 0 } directory && Text(owner, "userId") is { Length: > 0 } id
                ? new QrsUserName(directory, id)
                : null;
        return (Id(owner), named);
    }

    /// <summary>The tags: ids and names, as far as they are given.</summary>
    public static IReadOnlyList<(Guid? Id, string Name)> Tags(JsonElement json) =>
        [
            .. Entries(json, "tags")
                .Select(tag =>
                    tag.ValueKind == JsonValueKind.String ? (null, Whole(tag.GetString()!, "tags"))
                    : tag.ValueKind == JsonValueKind.Object
                    && (Id(tag), Text(tag, "name") ?? string.Empty) is var read
                    && (read.Item1 is not null || read.Item2.Length > 0)
                        ? read
                    : throw DataConnectionDocument.Invalid("an entry of tags has neither id nor name")
                ),
        ];

    /// <summary>The custom properties, definition and name as far as they are given.</summary>
    public static IReadOnlyList<CustomPropertyValues> CustomProperties(JsonElement json) =>
        CustomPropertyValues.Of(Entries(json, "customProperties").SelectMany(CustomProperty));

    private static IEnumerable<(Guid? Definition, string Name, string Value)> CustomProperty(JsonElement entry)
    {
        if (entry.ValueKind == JsonValueKind.String)
        {
            var text = Whole(entry.GetString()!, "customProperties");
            var equals = text.IndexOf('=');
            return equals > 0
                ? [(null, text.Substring(0, equals), text.Substring(equals + 1))]
                : throw DataConnectionDocument.Invalid("an entry of customProperties is not of the form name=value");
        }

        if (Find(entry, "values") is { ValueKind: JsonValueKind.Array } values && Text(entry, "name") is { Length: > 0 } several)
            return values.EnumerateArray().Select(v => ((Guid?)null, several, v.ToString()));
        if (Find(entry, "definition") is not { } definition)
            throw DataConnectionDocument.Invalid("an entry of customProperties has no definition");
        if (definition.ValueKind == JsonValueKind.String)
            _ = Whole(definition.GetString()!, "customProperties");
        var id = Id(definition);
        var name = Text(definition, "name") ?? string.Empty;
        return id is not null || name.Length > 0
            ? [(id, name, Text(entry, "value") ?? string.Empty)]
            : throw DataConnectionDocument.Invalid("an entry of customProperties has no id");
    }

    // A list, the one entry that it had, or its entries in one text.
    private static IEnumerable<JsonElement> Entries(JsonElement json, string name)
    {
        if (Find(json, name) is not { } value)
            return [];
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                return value.EnumerateArray();
            case JsonValueKind.Object:
                return [value];
            case JsonValueKind.String:
                return TextList.Parse(Whole(value.GetString()!, name)).Select(t => JsonSerializer.SerializeToElement(t));
            default:
                throw DataConnectionDocument.Invalid($"{name} is not a list");
        }
    }

    private static Guid? Id(JsonElement json) =>
        Find(json, "id") is { ValueKind: JsonValueKind.String } id && id.TryGetGuid(out var guid) ? guid : null;

    private static int Number(JsonElement json, string name, string[][] names)
    {
        if (Find(json, name) is not { } value)
            return 0;
        var text =
            value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim()
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number)
                ? number.ToString(CultureInfo.InvariantCulture)
            : "?";
        if (text.Length == 0)
            return 0;
        var found = Array.FindIndex(names, n => n.Contains(text, StringComparer.OrdinalIgnoreCase));
        return found >= 0
            ? found
            : throw DataConnectionDocument.Invalid(
                $"{name} is not a number from 0 to {names.Length - 1}, nor one of {string.Join(", ", names.Select(n => n[1]))}"
            );
    }

    // What PowerShell writes for objects that are nested deeper than it was told to go.
    private static string Whole(string text, string name) =>
        text.StartsWith("@{", StringComparison.Ordinal)
        || text is "System.Object[]" or "System.Object"
        || text.StartsWith("System.Collections.", StringComparison.Ordinal)
        || text.StartsWith("System.Management.Automation.", StringComparison.Ordinal)
            ? throw new InputException(
                ErrorIds.DataConnectionJsonCut,
                $"The connection was cut when it was written: {name} holds the text of an object in place of the object.",
                "ConvertTo-Json goes two levels deep without -Depth: write it again with ConvertTo-Json -Depth 10.",
                FailureKind.InvalidData
            )
            : text;
}
