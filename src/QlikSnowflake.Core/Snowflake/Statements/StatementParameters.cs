using System.Globalization;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// Values for a statement's placeholders: in order for <c>?</c> and <c>:1</c>, or by name for <c>:name</c>. They are
/// never shown.
/// </summary>
public sealed class StatementParameters
{
    private readonly IReadOnlyList<object?>? _list;
    private readonly IReadOnlyDictionary<string, object?>? _names;

    private readonly IReadOnlyList<StatementBinding>? _bound;

    private StatementParameters(
        IReadOnlyList<object?>? list,
        IReadOnlyDictionary<string, object?>? names,
        IReadOnlyList<StatementBinding>? bound = null
    )
    {
        _bound = bound;
        _list = list;
        _names = names;
    }

    /// <summary>How many values there are.</summary>
    public int Count => _bound?.Count ?? _list?.Count ?? _names!.Count;

    /// <summary>Values in order.</summary>
    /// <param name="values">The values; null is SQL's NULL.</param>
    public static StatementParameters InOrder(IEnumerable<object?> values) => new([.. values], null);

    /// <summary>Values by name.</summary>
    /// <param name="values">The values; letter case of names does not matter.</param>
    /// <exception cref="InputException">Two names differ by letter case only.</exception>
    public static StatementParameters ByName(IEnumerable<KeyValuePair<string, object?>> values)
    {
        var names = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in values)
        {
            if (names.ContainsKey(pair.Key))
                throw new InputException(
                    ErrorIds.ParameterAmbiguous,
                    $"Two parameters are named '{pair.Key}'.",
                    "Names are compared without letter case."
                );
            names.Add(pair.Key, pair.Value);
        }

        return new(null, names);
    }

    /// <summary>Values bound already, for a statement known to have as many question marks.</summary>
    internal static StatementParameters Bound(IReadOnlyList<StatementBinding> bindings) => new(null, null, bindings);

    /// <inheritdoc/>
    public override string ToString() => $"{Count} values";

    /// <summary>The statement as it is sent, and its bindings in order.</summary>
    internal (string Statement, IReadOnlyList<StatementBinding> Bindings) Bind(string statement)
    {
        if (_bound is not null)
            return (statement, _bound);

        var placeholders = SqlPlaceholder.Find(statement);
        return _list is not null ? (statement, BindInOrder(placeholders)) : BindByName(statement, placeholders);
    }

    private List<StatementBinding> BindInOrder(IReadOnlyList<SqlPlaceholder> placeholders)
    {
        var marks = placeholders.Count(p => p.Name.Length == 0);
        var numbers = placeholders
            .Select(p => int.TryParse(p.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
            .DefaultIfEmpty()
            .Max();
        var wanted = Math.Max(marks, numbers);
        if (wanted != _list!.Count)
        {
            throw new InputException(
                ErrorIds.ParameterCountMismatch,
                $"The statement has {wanted} placeholders, but {_list.Count} values are given.",
                "Give one value for each ? (or up to the highest :1, :2, ...). A hashtable gives values by name (:name)."
            );
        }

        return
        [
            .. _list.Select(
                (value, i) => BindingValues.Of(value, "placeholder " + (i + 1).ToString(CultureInfo.InvariantCulture))
            ),
        ];
    }

    // The SQL API documents bindings by number only, so each :name goes out as a question mark. Blanks keep the positions
    // that Snowflake's messages name.
    private (string Statement, IReadOnlyList<StatementBinding> Bindings) BindByName(
        string statement,
        IReadOnlyList<SqlPlaceholder> placeholders
    )
    {
        if (placeholders.Any(p => p.Name.Length == 0))
        {
            throw new InputException(
                ErrorIds.ParameterKindMismatch,
                "The statement has a placeholder ?, but values are given by name.",
                "Give an array for ?, or write :name in the statement."
            );
        }

        var text = statement.ToCharArray();
        var bindings = new List<StatementBinding>();
        var used = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var placeholder in placeholders)
        {
            if (!_names!.TryGetValue(placeholder.Name, out var value))
                continue;

            used.Add(placeholder.Name);
            bindings.Add(BindingValues.Of(value, ":" + placeholder.Name));
            text[placeholder.Index] = '?';
            for (var i = 1; i < placeholder.Length; i++)
                text[placeholder.Index + i] = ' ';
        }

        var unused = _names!.Keys.Where(n => !used.Contains(n)).ToArray();
        return unused.Length == 0
            ? (new string(text), bindings)
            : throw new InputException(
                ErrorIds.ParameterNotInStatement,
                $"The statement has no placeholder {string.Join(", ", unused.Select(n => ":" + n))}.",
                "Check the names' spelling, or leave the values out."
            );
    }
}
