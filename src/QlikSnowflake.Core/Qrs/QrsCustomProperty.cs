using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Qrs;

/// <summary>The definition of a custom property (repository API, entity CustomPropertyDefinition).</summary>
public sealed record QrsCustomProperty
{
    private const string ConnectionObjectType = "DataConnection";

    /// <summary>The id.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The name; unique on a site.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>The values it can have; none where every text is allowed.</summary>
    public TextList ChoiceValues { get; internal init; } = [];

    /// <summary>What it can be given to, such as App, Task or DataConnection.</summary>
    public TextList ObjectTypes { get; internal init; } = [];

    /// <summary>What it is for.</summary>
    public string Description { get; internal init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal static QrsCustomProperty Read(JsonElement json) =>
        new()
        {
            Id = json.GetProperty("id").GetGuid(),
            Name = json.Text("name"),
            ChoiceValues = [.. Strings(json, "choiceValues")],
            ObjectTypes = [.. Strings(json, "objectTypes")],
            Description = json.Text("description"),
        };

    /// <summary>Refuses a value that a data connection cannot have: the repository would only say 400.</summary>
    internal void Check(string value)
    {
        if (!ObjectTypes.Contains(ConnectionObjectType, StringComparer.OrdinalIgnoreCase))
        {
            throw new InputException(
                ErrorIds.QrsCustomPropertyNotApplicable,
                $"The custom property '{Name}' is not for data connections.",
                "Add the resource type in the QMC under Custom properties."
            );
        }

        if (ChoiceValues.Count > 0 && !ChoiceValues.Contains(value, StringComparer.Ordinal))
        {
            throw new InputException(
                ErrorIds.QrsCustomPropertyValueInvalid,
                $"'{value}' is not a value of the custom property '{Name}'.",
                "Choose one of: " + string.Join(", ", ChoiceValues) + "."
            );
        }
    }

    private static IReadOnlyList<string> Strings(JsonElement json, string name) =>
        [.. json.Items(name).Select(i => i.GetString() ?? string.Empty)];
}
