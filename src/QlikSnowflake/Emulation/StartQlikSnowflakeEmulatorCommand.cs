using System.Management.Automation;
using QlikSnowflake.Emulation;

namespace QlikSnowflake.Commands.Emulation;

/// <summary>Starts the emulator of the three services and waits until it is ready.</summary>
[Cmdlet(VerbsLifecycle.Start, "QlikSnowflakeEmulator", SupportsShouldProcess = true)]
[OutputType(typeof(RunningEmulator))]
public sealed class StartQlikSnowflakeEmulatorCommand : QlikSnowflakeCmdlet
{
    /// <summary>The folder for certificates, keys and emulator.json; without it one for this run.</summary>
    [Parameter(Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? StatePath { get; set; }

    /// <summary>The program, its assembly, or the folder of a source checkout; without it it is looked for.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    /// <summary>The kind of Qlik Cloud tenant.</summary>
    [Parameter]
    [ValidateSet("Modern", "Legacy")]
    public string QlikCloudTenant { get; set; } = "Modern";

    /// <summary>How long to wait until it is ready, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 3600)]
    public int TimeoutSec { get; set; } = 60;

    private protected override bool FailureEndsCommand => true;

    private protected override void Process()
    {
        var program = EmulatorProgram.Find(Path is null ? null : ResolvePath(Path), MyInvocation.MyCommand.Module?.ModuleBase);
        var state = StatePath is null ? null : ResolvePath(StatePath);
        if (!ShouldProcess(program.FirstArgument ?? program.FileName, "Start the emulator"))
            return;

        var arguments = QlikCloudTenant == "Legacy" ? new[] { "--qlik-cloud-tenant", "legacy" } : [];
        var emulator = WaitFor(context =>
            RunningEmulator.StartAsync(program, state, arguments, TimeSpan.FromSeconds(TimeoutSec), context)
        );
        StartedEmulators.Current.Add(emulator);
        WriteObject(emulator);
    }
}
