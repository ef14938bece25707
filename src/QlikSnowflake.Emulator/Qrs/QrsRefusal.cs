namespace QlikSnowflake.Emulator.Qrs;

/// <summary>The repository says no: a status and a short plain text, as it sends them.</summary>
internal sealed class QrsRefusal(int status, string text) : Exception(text)
{
    public const string WrongXrfkey = "XSRF prevention check failed. Possible XSRF discovered.";

    public int Status { get; } = status;

    public static QrsRefusal BadRequest(string text) => new(400, text);

    public static QrsRefusal Forbidden() => new(403, "Forbidden");

    public static QrsRefusal NotFound() => new(404, "Not Found");

    public static QrsRefusal Conflict(string text) => new(409, text);
}
