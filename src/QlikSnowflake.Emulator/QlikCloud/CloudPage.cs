using System.Text.Json.Nodes;

namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>
/// One page of a list, and the links to its neighbours. ("Pagination, sorting and filtering", Qlik Cloud developer
/// portal.)
/// </summary>
internal static class CloudPage
{
    /// <summary>Cuts a page after or before an item.</summary>
    /// <param name="call">The request.</param>
    /// <param name="items">The whole list, in order.</param>
    /// <param name="idOf">An item's id, which is the cursor.</param>
    /// <param name="write">Writes an item.</param>
    /// <param name="forward">The parameter that names the item before the page.</param>
    /// <param name="backward">The parameter that names the item behind the page.</param>
    public static JsonObject Of<T>(
        CloudCall call,
        IReadOnlyList<T> items,
        Func<T, string> idOf,
        Func<T, JsonNode> write,
        string forward,
        string backward
    )
    {
        var (after, before) = (call.Parameter(forward), call.Parameter(backward));
        if (after is not null && before is not null)
            throw CloudRefusal.BadParameter(backward, $"{forward} and {backward} exclude each other.");
        var limit = call.Limit;
        int start,
            end;
        if (before is not null)
        {
            end = IndexOf(items, idOf, before, backward);
            start = Math.Max(0, end - limit);
        }
        else
        {
            start = after is null ? 0 : IndexOf(items, idOf, after, forward) + 1;
            end = Math.Min(items.Count, start + limit);
        }

        var links = new JsonObject { ["self"] = Link(call.Url) };
        if (end < items.Count && end > start)
            links["next"] = Link(call.UrlWith(forward, idOf(items[end - 1]), backward));
        if (start > 0)
            links["prev"] = Link(call.UrlWith(backward, start < items.Count ? idOf(items[start]) : idOf(items[^1]), forward));
        return new JsonObject
        {
            ["data"] = new JsonArray([.. items.Skip(start).Take(end - start).Select(write)]),
            ["links"] = links,
        };
    }

    private static JsonObject Link(string url) => new() { ["href"] = url };

    private static int IndexOf<T>(IReadOnlyList<T> items, Func<T, string> idOf, string id, string parameter)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (string.Equals(idOf(items[i]), id, StringComparison.OrdinalIgnoreCase))
                return i;
        }

        throw CloudRefusal.BadParameter(parameter, "No such item.");
    }
}
