using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.Qrs.Filtering;

/// <summary>The order of a list: <c>orderby=name</c>, <c>name asc</c>, <c>type desc,name</c>.</summary>
internal static class QrsOrder
{
    public static IEnumerable<JsonObject> Apply(
        QrsEntityType type,
        QrsStore store,
        string orderBy,
        IEnumerable<JsonObject> entities
    )
    {
        IOrderedEnumerable<JsonObject>? ordered = null;
        foreach (var key in orderBy.Split(','))
        {
            var words = key.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length is 0 or > 2 || PropertyPath.Resolve(type, words[0]) is not { Field.Target: null } path)
                throw QrsRefusal.BadRequest("Invalid expression");
            var descending = words.Length == 2 && Direction(words[1]);
            IComparable? KeyOf(JsonObject entity) =>
                path.ValuesOf(entity, store).FirstOrDefault() is { } node ? PropertyPath.Comparable(path.Field.Kind, node) : null;
            ordered = (ordered, descending) switch
            {
                (null, false) => entities.OrderBy(KeyOf, Comparer.Instance),
                (null, true) => entities.OrderByDescending(KeyOf, Comparer.Instance),
                (_, false) => ordered.ThenBy(KeyOf, Comparer.Instance),
                (_, true) => ordered.ThenByDescending(KeyOf, Comparer.Instance),
            };
        }

        return ordered ?? entities;
    }

    private static bool Direction(string word) =>
        word.ToLowerInvariant() switch
        {
            "asc" => false,
            "desc" => true,
            _ => throw QrsRefusal.BadRequest("Invalid expression"),
        };

    private sealed class Comparer : IComparer<IComparable?>
    {
        public static readonly Comparer Instance = new();

        public int Compare(IComparable? x, IComparable? y) =>
            (x, y) switch
            {
                (null, null) => 0,
                (null, _) => -1,
                (_, null) => 1,
                (string a, string b) => StringComparer.OrdinalIgnoreCase.Compare(a, b),
                _ => x.CompareTo(y),
            };
    }
}
