using System.Text.Json;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Http;

/// <summary>Bodies that users give.</summary>
internal static class JsonBody
{
    /// <summary>Refuses what is no JSON, saying where, without quoting it: it may hold a secret.</summary>
    /// <param name="body">The body as UTF-8.</param>
    /// <param name="errorId">The error's id.</param>
    /// <exception cref="InputException">It is no JSON.</exception>
    public static void Check(byte[] body, string errorId)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw new InputException(
                errorId,
                $"The body is no JSON: line {(e.LineNumber ?? 0) + 1}, byte {e.BytePositionInLine ?? 0}.",
                "Give JSON text, or an object to be written as JSON.",
                FailureKind.InvalidData,
                e
            );
        }
    }
}
