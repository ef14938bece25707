using System.Management.Automation;
using QlikSnowflake.Emulation;

namespace QlikSnowflake.Commands.Emulation;

/// <summary>Stops emulators that this session has started.</summary>
[Cmdlet(VerbsLifecycle.Stop, "QlikSnowflakeEmulator", SupportsShouldProcess = true)]
[OutputType(typeof(RunningEmulator))]
public sealed class StopQlikSnowflakeEmulatorCommand : QlikSnowflakeCmdlet
{
    /// <summary>The emulators to stop; without it all that this session has started.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public RunningEmulator[]? Emulator { get; set; }

    /// <summary>Emit what was stopped.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override void Process()
    {
        foreach (var emulator in Emulator ?? [.. StartedEmulators.Current.All])
        {
            if (!ShouldProcess($"process {emulator.ProcessId}", "Stop the emulator"))
                continue;
            StartedEmulators.Current.Stop(emulator);
            if (PassThru)
                WriteObject(emulator);
        }
    }
}
