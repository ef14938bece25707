using System.Collections.Concurrent;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>The row types of one session: results of the same columns share one type.</summary>
internal sealed class RowShapes
{
    // A session that runs ever new statements must not collect types for ever.
    private const int Most = 256;

    private readonly ConcurrentDictionary<string, RowShape> _shapes = new(StringComparer.Ordinal);

    public RowShape For(IReadOnlyList<ResultColumn> columns, bool parseJson, IReadOnlyList<bool> wide)
    {
        var key =
            (parseJson ? "j" : "t")
            + string.Join(
                "\u0001",
                columns.Select((c, i) => $"{c.Name}\u0002{c.TypeName}\u0002{c.Precision}\u0002{c.Scale}\u0002{wide[i]}")
            );
        if (_shapes.TryGetValue(key, out var shape))
            return shape;

        if (_shapes.Count >= Most)
            _shapes.Clear();
        return _shapes.GetOrAdd(key, _ => RowShape.Create(columns, parseJson, wide));
    }
}
