using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>Changes the settable properties of a settings object by a JSON object. All are checked before the first is set.</summary>
internal static class SettingsPatch
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false) },
    };

    /// <summary>Works out the change.</summary>
    /// <exception cref="ArgumentException">No such setting, one that is fixed at the start, or a value that doesn't fit.</exception>
    public static Action Prepare(object settings, JsonObject patch)
    {
        var changes = new List<Action>();
        foreach (var (name, node) in patch)
        {
            var property =
                settings.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase)
                ?? throw new ArgumentException($"There is no setting {name}.");
            if (!IsSettable(property))
                throw new ArgumentException($"The setting {name} is fixed at the start.");
            object? value;
            try
            {
                value = node.Deserialize(property.PropertyType, Options);
            }
            catch (JsonException e)
            {
                throw new ArgumentException($"The setting {name} can't be {node?.ToJsonString() ?? "null"}.", e);
            }

            changes.Add(() => property.SetValue(settings, value));
        }

        return () => changes.ForEach(change => change());
    }

    private static bool IsSettable(PropertyInfo property) =>
        property.SetMethod is { IsPublic: true } setter
        && !setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(System.Runtime.CompilerServices.IsExternalInit));
}
