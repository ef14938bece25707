namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>The emulator is not on this machine, or not at the path given.</summary>
    /// <remarks>Install it with dotnet tool install --global QlikSnowflake.Emulator, or give -Path.</remarks>
    public const string EmulatorNotFound = nameof(EmulatorNotFound);

    /// <summary>The emulator cannot be started, or has ended.</summary>
    /// <remarks>Read the message; the emulator needs .NET 10.</remarks>
    public const string EmulatorNotStarted = nameof(EmulatorNotStarted);

    /// <summary>The emulator was not ready in time.</summary>
    /// <remarks>Give it longer with -TimeoutSec.</remarks>
    public const string EmulatorNotReady = nameof(EmulatorNotReady);

    /// <summary>The emulator is of another version than the module.</summary>
    /// <remarks>Use the emulator of the same version.</remarks>
    public const string EmulatorTooOld = nameof(EmulatorTooOld);
}
