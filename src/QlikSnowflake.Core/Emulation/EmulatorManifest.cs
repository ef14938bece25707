using System.Text.Json;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Emulation;

/// <summary>What a running emulator writes into emulator.json, section by section. Everything in it is text.</summary>
internal sealed class EmulatorManifest
{
    public const string FileName = "emulator.json";

    private readonly Dictionary<string, string> _values = new(StringComparer.OrdinalIgnoreCase);

    private EmulatorManifest(JsonElement root) => Collect(root, "");

    /// <summary>The text of a field, such as <c>qrs.proxy.url</c>.</summary>
    public string this[string name] =>
        _values.TryGetValue(name, out var value)
            ? value
            : throw new InputException(
                ErrorIds.EmulatorTooOld,
                $"The emulator says nothing of {name}.",
                "Use the emulator of the same version as the module.",
                FailureKind.InvalidData
            );

    public static EmulatorManifest Read(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            return new EmulatorManifest(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputException(
                ErrorIds.EmulatorTooOld,
                $"'{file}' cannot be read: {e.Message}",
                null,
                FailureKind.InvalidData,
                e
            );
        }
    }

    private void Collect(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Object)
            foreach (var property in element.EnumerateObject())
                Collect(property.Value, path.Length == 0 ? property.Name : $"{path}.{property.Name}");
        else
            _values[path] = element.ToString();
    }
}
