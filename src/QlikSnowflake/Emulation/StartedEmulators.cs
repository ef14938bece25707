using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using QlikSnowflake.Emulation;

namespace QlikSnowflake.Commands.Emulation;

/// <summary>The emulators that a runspace has started, in order.</summary>
internal sealed class StartedEmulators
{
    private static readonly ConditionalWeakTable<Runspace, StartedEmulators> ByRunspace = new();

    private static readonly StartedEmulators OfNone = new();

    private readonly List<RunningEmulator> _emulators = [];

    public static StartedEmulators Current =>
        Runspace.DefaultRunspace is { } runspace ? ByRunspace.GetValue(runspace, _ => new StartedEmulators()) : OfNone;

    public IReadOnlyList<RunningEmulator> All => _emulators;

    public void Add(RunningEmulator emulator) => _emulators.Add(emulator);

    public void Stop(RunningEmulator emulator)
    {
        emulator.Stop();
        _emulators.Remove(emulator);
    }

    public void StopAll()
    {
        foreach (var emulator in _emulators.ToArray())
            Stop(emulator);
    }
}
