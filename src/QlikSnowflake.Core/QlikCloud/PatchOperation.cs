using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// One operation of a JSON Patch, as Qlik Cloud takes it: <c>replace</c>, <c>add</c>, or its own <c>remove-value</c>.
/// The whole is sent as application/json.
/// </summary>
internal sealed class PatchOperation
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly object? _value;

    public PatchOperation(string op, string path, object? value)
    {
        Op = op;
        Path = path;
        _value = value;
    }

    public string Op { get; }

    public string Path { get; }

    /// <summary>Whether the value is a secret, which <see cref="Print"/> leaves out.</summary>
    public bool IsSecret { get; init; }

    public static byte[] ToBody(IEnumerable<PatchOperation> operations) =>
        JsonSerializer.SerializeToUtf8Bytes(operations.Select(o => new Wire(o.Op, o.Path, o._value)), Plain);

    /// <summary>The patch as -WhatIf shows it: what is sent, but for secrets.</summary>
    public static string Print(IEnumerable<PatchOperation> operations) =>
        Encoding.UTF8.GetString(
            JsonSerializer.SerializeToUtf8Bytes(
                operations.Select(o => new Wire(o.Op, o.Path, o.IsSecret ? "(secret)" : o._value)),
                Plain
            )
        );

    private sealed record Wire(
        [property: System.Text.Json.Serialization.JsonPropertyName("op")] string Op,
        [property: System.Text.Json.Serialization.JsonPropertyName("path")] string Path,
        [property: System.Text.Json.Serialization.JsonPropertyName("value")] object? Value
    );
}
