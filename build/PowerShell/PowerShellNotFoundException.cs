namespace QlikSnowflake.PowerShell;

/// <summary>No PowerShell can be run; the message says why, and what to do.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="isNamed">Whether one was named, by PWSH_PATH, that is none.</param>
public sealed class PowerShellNotFoundException(string message, bool isNamed) : Exception(message)
{
    /// <summary>Whether one was named that is none: then no other is looked for.</summary>
    public bool IsNamed { get; } = isNamed;
}
