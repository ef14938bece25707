using System.Text.Json;

namespace QlikSnowflake.Secrets;

/// <summary>
/// The secrets of a request, found in what is sent: whoever answers by an echo of it must not put them into an error. Headers,
/// query and body are read by their names, so that no sender has to say which of its values are secret.
/// </summary>
internal static class RequestSecrets
{
    // A header's scheme, such as Bearer, is no secret.
    private static readonly char[] Blank = [' '];

    public static IEnumerable<string> Of(HttpRequestMessage message)
    {
        foreach (var header in message.Headers)
        {
            if (!SecretNames.IsSecret(header.Key) || header.Key.EndsWith("-Type", StringComparison.OrdinalIgnoreCase))
                continue;
            foreach (var value in header.Value)
                yield return value.Split(Blank, 2)[value.IndexOf(' ') < 0 ? 0 : 1];
        }

        foreach (var pair in (message.RequestUri?.Query ?? string.Empty).TrimStart('?').Split('&'))
        {
            var at = pair.IndexOf('=');
            if (at > 0 && SecretNames.IsSecret(pair.Substring(0, at)))
                yield return Uri.UnescapeDataString(pair.Substring(at + 1));
        }
    }

    /// <param name="body">The body as it is sent.</param>
    /// <param name="withBindings">Whether the values of a statement's placeholders count: they can be ordinary words.</param>
    public static IReadOnlyList<string> Of(byte[]? body, bool withBindings)
    {
        if (body is null)
            return [];

        var found = new List<string>();
        try
        {
            using var document = JsonDocument.Parse(body);
            Collect(document.RootElement, isSecret: false, found);
            if (withBindings)
                found.AddRange(Bindings(document.RootElement));
        }
        catch (JsonException)
        {
            // What is no JSON has no names.
        }

        return found;
    }

    private static string[] Bindings(JsonElement body) =>
        body.ValueKind == JsonValueKind.Object
        && body.TryGetProperty("bindings", out var bindings)
        && bindings.ValueKind == JsonValueKind.Object
            ? bindings
                .EnumerateObject()
                .Where(b =>
                    b.Value.ValueKind == JsonValueKind.Object
                    && b.Value.TryGetProperty("value", out var value)
                    && value.ValueKind == JsonValueKind.String
                )
                .Select(b => b.Value.GetProperty("value").GetString()!)
                .ToArray()
            : [];

    private static void Collect(JsonElement json, bool isSecret, List<string> found)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                // An operation of a JSON Patch names its field beside the value.
                var patched =
                    json.TryGetProperty("path", out var path) && path.ValueKind == JsonValueKind.String
                        ? path.GetString()!
                        : null;
                foreach (var property in json.EnumerateObject())
                {
                    if (isSecret && property.NameEquals("name"))
                        continue;
                    var named =
                        SecretNames.IsSecret(property.Name)
                        || (patched is not null && property.NameEquals("value") && SecretNames.IsSecret(patched));
                    Collect(property.Value, isSecret || named, found);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in json.EnumerateArray())
                    Collect(item, isSecret, found);
                break;
            case JsonValueKind.String:
                var text = json.GetString()!;
                found.AddRange(isSecret ? Parts(text) : SecretMask.NamedValues(text));
                break;
        }
    }

    // A key in a connection stands behind its file's name; what is echoed can be the key alone.
    private static IEnumerable<string> Parts(string secret) =>
        secret.IndexOf("%2", StringComparison.Ordinal) < 0
            ? [secret]
            : [secret, .. secret.Split(["%%2", "%2"], StringSplitOptions.RemoveEmptyEntries).Where(p => p.Length >= 16)];
}
