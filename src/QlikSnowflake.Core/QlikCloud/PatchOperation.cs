using System.Text;
using System.Text.Json.Serialization;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// One operation of a JSON Patch, as Qlik Cloud takes it: <c>replace</c>, <c>add</c>, or its own <c>remove-value</c>.
/// The whole is sent as application/json. A SecureString anywhere in the value becomes text when the body is written, and
/// <c>(secret)</c> where the operation is shown.
/// </summary>
internal sealed class PatchOperation(string op, string path, object? value)
{
    [JsonPropertyName("op")]
    public string Op { get; } = op;

    [JsonPropertyName("path")]
    public string Path { get; } = path;

    [JsonPropertyName("value")]
    public object? Value { get; } = value;

    /// <summary>The body. The caller zeroes it: it may hold a secret.</summary>
    public static byte[] ToBody(IEnumerable<PatchOperation> operations) => SecretJson.Write(operations);

    /// <summary>The patch in words, as -WhatIf shows it, but for secrets, which some are by their names only.</summary>
    public static string Describe(IEnumerable<PatchOperation> operations) =>
        string.Join("; ", operations.Select(WithoutNamedSecret).Select(o => o.Describe()));

    private string Describe()
    {
        var list = Path.EndsWith("/-", StringComparison.Ordinal) ? Path.Substring(0, Path.Length - 2) : Path;
        var field = list.TrimStart('/').Replace("~1", "/").Replace("~0", "~");
        var value = Encoding.UTF8.GetString(SecretJson.WriteWithout(Value)).Trim('"');
        return Op switch
        {
            "remove-value" => $"take {value} from {field}",
            "remove" => $"remove {field}",
            _ when list != Path => $"add {value} to {field}",
            _ => $"set {field} to {value}",
        };
    }

    private static PatchOperation WithoutNamedSecret(PatchOperation operation) =>
        SecretNames.IsSecret(operation.Path) ? new PatchOperation(operation.Op, operation.Path, SecretMask.Shown) : operation;
}
