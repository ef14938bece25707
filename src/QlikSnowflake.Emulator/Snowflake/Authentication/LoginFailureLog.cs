using System.Collections.Concurrent;
using System.Text.Json;

namespace QlikSnowflake.Emulator.Snowflake.Authentication;

/// <summary>
/// The newest refused logins, by the id in the refusal's message.
/// From https://docs.snowflake.com/en/sql-reference/functions/system_get_login_failure_details.
/// </summary>
internal sealed class LoginFailureLog(TimeProvider clock)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, string> _details = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentQueue<string> _ids = new();
    private readonly ConcurrentQueue<JwtFailure> _failures = new();

    public IReadOnlyCollection<JwtFailure> Failures => _failures;

    /// <returns>The id to put into the message.</returns>
    public string Add(JwtFailure failure, string? clientAddress)
    {
        var id = Guid.NewGuid().ToString("D");
        _failures.Enqueue(failure);
        _ids.Enqueue(id);
        // The oldest go, so that a day of refused logins does not fill the memory.
        if (_ids.Count > Most && _failures.TryDequeue(out _) && _ids.TryDequeue(out var oldest))
            _details.TryRemove(oldest, out _);
        _details[id] = JsonSerializer.Serialize(
            new
            {
                clientIP = clientAddress ?? "0.0.0.0",
                clientType = "OTHER",
                clientVersion = (string?)null,
                username = failure.UserName,
                errorCode = failure.Name,
                timestamp = clock.GetUtcNow().ToUnixTimeSeconds(),
                errorDetails = new[] { $"{failure.Code}: {failure.Detail}" },
            }
        );
        return id;
    }

    public string? Find(string id) => _details.GetValueOrDefault(id);
}
