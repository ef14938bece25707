using System.Collections;
using System.Globalization;
using System.Management.Automation;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Commands;

/// <summary>
/// An object by which a user points at something: one that this module emitted, or any other with the properties that tell
/// which is meant, such as a line of a CSV file. Its text is never looked at.
/// </summary>
internal sealed class PipedObject
{
    private readonly object _given;

    public PipedObject(object given) => _given = given;

    /// <summary>The object itself, out of PowerShell's wrapper.</summary>
    public object Value => _given is PSObject wrapped ? wrapped.BaseObject : _given;

    /// <summary>The text, where it is one; numbers and GUIDs are theirs.</summary>
    public string? Text => Plain(_given);

    /// <summary>The text that was given, or the first of these properties of an object.</summary>
    /// <exception cref="InputException">It is an object that has become text, or one without such a property.</exception>
    public string TextOr(params string[] names) =>
        Text is { } text
            ? (NameText.IsObjectText(text) ? throw NameText.ObjectText() : text)
            : Property(names) ?? throw Unclear(names);

    /// <summary>The first of these properties that has a value, as text; null where none has.</summary>
    /// <exception cref="InputException">The value is itself an object, or one that has become text.</exception>
    public string? Property(params string[] names)
    {
        foreach (var name in names)
        {
            if (Find(name) is not { } value)
                continue;
            if (Plain(value) is not { } text)
                throw new InputException(
                    ErrorIds.InputObjectUnclear,
                    $"The property {name} of the object that came in is itself an object, not a text.",
                    $"Select what is meant first: Select-Object {string.Join(", ", names)}."
                );
            if (NameText.IsObjectText(text))
                throw NameText.ObjectText(name);
            if (text.Length > 0)
                return text;
        }

        return null;
    }

    /// <summary>The error for an object that has none of the properties that tell what is meant.</summary>
    public InputException Unclear(params string[] names) =>
        new(
            ErrorIds.InputObjectUnclear,
            $"An object of type {Value.GetType().Name} came in that has no {string.Join(" and no ", names)}.",
            "Pipe in what the module's own Get- cmdlets emit, or objects with such a property."
        );

    private object? Find(string name)
    {
        if (Value is IDictionary table)
            return table
                .Keys.Cast<object>()
                .Where(key => string.Equals(key.ToString(), name, StringComparison.OrdinalIgnoreCase))
                .Select(key => table[key])
                .FirstOrDefault();
        return PSObject.AsPSObject(_given).Properties[name]?.Value;
    }

    private static string? Plain(object? value) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            string text => text,
            Guid id => id.ToString("D"),
            int or long or short or byte or uint or ulong or decimal => Convert.ToString(value, CultureInfo.InvariantCulture),
            _ => null,
        };
}
