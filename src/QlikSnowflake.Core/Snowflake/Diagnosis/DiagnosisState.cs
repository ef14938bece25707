using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>What the checks of a diagnosis were given, and what they found out for those that come after them.</summary>
internal sealed class DiagnosisState(
    SnowflakeSessionOptions options,
    Func<SnowflakeCredential> readCredential,
    SnowflakeSession? admin
) : IDisposable
{
    /// <summary>Whom to connect as, and where.</summary>
    public SnowflakeSessionOptions Options => options;

    /// <summary>A session that may see login failures and describe the user, or null.</summary>
    public SnowflakeSession? Admin => admin;

    /// <summary>The key or token, once it was read.</summary>
    public SnowflakeCredential? Credential { get; set; }

    /// <summary>The session that the checks try, once there is one; it owns <see cref="Credential"/>.</summary>
    public SnowflakeSession? Session { get; set; }

    /// <summary>Whether a check has failed that a login cannot do without.</summary>
    public bool IsBroken { get; set; }

    /// <summary>Whether the server has answered.</summary>
    public bool IsReached { get; set; }

    /// <summary>The server's time by its answer.</summary>
    public DateTimeOffset? ServerTime { get; set; }

    /// <summary>Whether this machine's clock is too far from the server's.</summary>
    public bool IsClockWrong { get; set; }

    /// <summary>The user by whom the login succeeded; null where it did not.</summary>
    public string? LoggedInAs { get; set; }

    /// <summary>Whether the role that is asked for cannot be used.</summary>
    public bool IsRoleWrong { get; set; }

    /// <summary>Reads the key or token anew: a session owns the one it was given.</summary>
    public SnowflakeCredential ReadCredential() => readCredential();

    public void Dispose() => Session?.Dispose();
}
