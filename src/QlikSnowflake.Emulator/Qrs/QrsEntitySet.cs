using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>The entities of one type in the order they were made, found by id and by what makes them unique without a search.</summary>
internal sealed class QrsEntitySet(QrsEntityType type)
{
    private readonly LinkedList<JsonObject> _order = [];
    private readonly Dictionary<Guid, LinkedListNode<JsonObject>> _byId = [];
    private readonly Dictionary<string, List<JsonObject>> _byName = new(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyCollection<JsonObject> All => _order;

    public JsonObject? Find(Guid id) => _byId.GetValueOrDefault(id)?.Value;

    /// <summary>The entities whose unique properties are those of another one, letter case aside.</summary>
    public IReadOnlyList<JsonObject> Namesakes(JsonObject entity) => _byName.GetValueOrDefault(NameOf(entity)) ?? [];

    public void Add(JsonObject entity)
    {
        _byId.Add(QrsStore.IdOf(entity), _order.AddLast(entity));
        Enter(entity);
    }

    public void Replace(JsonObject stored, JsonObject content)
    {
        _byId[QrsStore.IdOf(stored)].Value = content;
        Leave(stored);
        Enter(content);
    }

    public void Remove(JsonObject entity)
    {
        if (!_byId.Remove(QrsStore.IdOf(entity), out var node))
            return;
        _order.Remove(node);
        Leave(entity);
    }

    private string NameOf(JsonObject entity) => string.Join('\0', type.Unique.Select(name => (string?)entity[name]));

    private void Enter(JsonObject entity)
    {
        if (type.Unique.Count == 0)
            return;
        var name = NameOf(entity);
        if (!_byName.TryGetValue(name, out var namesakes))
            _byName[name] = namesakes = [];
        namesakes.Add(entity);
    }

    private void Leave(JsonObject entity)
    {
        if (type.Unique.Count == 0)
            return;
        var name = NameOf(entity);
        _byName[name].Remove(entity);
        if (_byName[name].Count == 0)
            _byName.Remove(name);
    }
}
