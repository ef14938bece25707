using System.Globalization;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Qrs.Filtering;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// The only paged read: rows of chosen columns. ("Table", Qlik Sense Repository Service API; column types by number or
/// name.)
/// </summary>
internal sealed class QrsTable(QrsEntityType type, QrsStore store, QrsEntityWriter writer)
{
    /// <summary>Makes the table of a request.</summary>
    /// <param name="call">The request, with skip, take, sortColumn and orderAscending.</param>
    /// <param name="entities">The entities that pass its filter.</param>
    public JsonObject Of(QrsCall call, IEnumerable<JsonObject> entities)
    {
        var columns = (QrsEntityReader.Property(call.BodyObject, "columns") as JsonArray ?? throw Bad())
            .Select(ReadColumn)
            .ToList();
        var rows = entities;
        if (call.Parameter("sortColumn") is { } sort)
        {
            var column = columns.Find(column => column.Name == sort) ?? throw Bad();
            var descending = string.Equals(call.Parameter("orderAscending"), "false", StringComparison.OrdinalIgnoreCase);
            rows = QrsOrder.Apply(type, store, column.Definition + (descending ? " desc" : ""), rows);
        }

        rows = rows.Skip(Number(call, "skip") ?? 0).Take(Number(call, "take") ?? int.MaxValue);
        return new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString("D"),
            ["columnNames"] = new JsonArray([.. columns.Select(column => JsonValue.Create(column.Name))]),
            ["rows"] = new JsonArray([.. rows.Select(entity => Row(call, columns, entity))]),
            ["schemaPath"] = "Table",
        };
    }

    private static QrsRefusal Bad() => QrsRefusal.BadRequest("Bad Request: the table definition can't be read");

    private static int? Number(QrsCall call, string name)
    {
        if (call.Parameter(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Bad();
    }

    private static Column ReadColumn(JsonNode? node)
    {
        if (node is not JsonObject column)
            throw Bad();
        var inner = QrsEntityReader.Property(column, "list") as JsonArray ?? [];
        return new Column(
            Text(column, "name"),
            Text(column, "columnType"),
            Text(column, "definition"),
            [.. inner.Select(ReadColumn)]
        );
    }

    private static string Text(JsonObject column, string name) =>
        QrsEntityReader.Property(column, name)?.ToString() ?? throw Bad();

    private JsonArray Row(QrsCall call, List<Column> columns, JsonObject entity)
    {
        var shown = writer.Full(type, entity);
        return new JsonArray([
            .. columns.Select(column =>
                column.ColumnType switch
                {
                    "1" or "Property" => Value(shown, column.Definition),
                    "3" or "List" => Table(column, Value(shown, column.Definition)),
                    "4" or "Privileges" => new JsonArray([
                        .. call.User.PrivilegesOn(type, entity).Select(name => JsonValue.Create(name)),
                    ]),
                    _ => throw Bad(),
                }
            ),
        ]);
    }

    private static JsonNode? Value(JsonObject shown, string definition)
    {
        JsonNode? at = shown;
        foreach (var name in definition.Split('.'))
            at = at is JsonObject item ? QrsEntityReader.Property(item, name) : null;
        return at?.DeepClone();
    }

    private static JsonObject Table(Column column, JsonNode? list) =>
        new()
        {
            ["columnNames"] = new JsonArray([.. column.List.Select(inner => JsonValue.Create(inner.Name))]),
            ["rows"] = new JsonArray([
                .. (list as JsonArray ?? [])
                    .OfType<JsonObject>()
                    .Select(entry => new JsonArray([.. column.List.Select(inner => Value(entry, inner.Definition))])),
            ]),
        };

    private sealed record Column(string Name, string ColumnType, string Definition, IReadOnlyList<Column> List);
}
