namespace QlikSnowflake.Emulator.Snowflake.Statements;

/// <summary>A request that is refused before it comes to a statement: <c>{"code","message"}</c> and no statement handle.</summary>
internal sealed class ApiRefusal(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public static ApiRefusal BadPayload(string? why = null) =>
        new(400, "390142", "Incoming request does not contain a valid payload." + (why is null ? "" : " " + why));
}
