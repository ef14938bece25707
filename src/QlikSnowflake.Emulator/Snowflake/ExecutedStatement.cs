namespace QlikSnowflake.Emulator.Snowflake;

/// <summary>A submission that was executed, as it arrived.</summary>
/// <param name="Handle">The statement handle.</param>
/// <param name="RequestId">The request id.</param>
/// <param name="Text">The statement.</param>
/// <param name="LoginName">Who sent it.</param>
/// <param name="Role">The role in the request, or the user's default.</param>
/// <param name="Warehouse">The warehouse in the request.</param>
/// <param name="Database">The database in the request.</param>
/// <param name="Schema">The schema in the request.</param>
/// <param name="Timeout">The timeout in seconds in the request.</param>
/// <param name="Parameters">The parameters in the request, as text.</param>
public sealed record ExecutedStatement(
    string Handle,
    string RequestId,
    string Text,
    string LoginName,
    string Role,
    string? Warehouse,
    string? Database,
    string? Schema,
    long? Timeout,
    IReadOnlyDictionary<string, string> Parameters
);
