namespace QlikSnowflake.Emulator.QlikCloud;

/// <summary>An API key as a test sees it.</summary>
/// <param name="Id">The key's id.</param>
/// <param name="UserId">The user it speaks for.</param>
/// <param name="Description">Its description.</param>
/// <param name="Status"><c>active</c>, <c>expired</c> or <c>revoked</c>.</param>
/// <param name="Expiry">When it expires.</param>
public sealed record ApiKeyState(string Id, string UserId, string Description, string Status, DateTimeOffset Expiry);
