using System.Diagnostics;
using System.Runtime.InteropServices;
using QlikSnowflake.Emulator;

if (args is ["--help" or "-h" or "-?"])
{
    Console.WriteLine(CommandLine.Help);
    return 0;
}

if (CommandLine.Read(args, out var problem) is not { } options)
{
    Console.Error.WriteLine(problem);
    return 2;
}

var stopped = new TaskCompletionSource();
void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stopped.TrySetResult();
}

using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
try
{
    await using var host = await EmulatorHost.StartAsync(options);
    foreach (var line in PasteLines.For(host.Manifest))
        Console.WriteLine(line);
    await Task.WhenAny(stopped.Task, ParentEnds(options.ParentProcessId));
}
catch (IOException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

return 0;

// Whoever starts an emulator may be killed before it can stop it.
static async Task ParentEnds(int? id)
{
    if (id is null)
    {
        await Task.Delay(Timeout.Infinite);
        return;
    }

    try
    {
        using var parent = Process.GetProcessById(id.Value);
        await parent.WaitForExitAsync();
    }
    catch (ArgumentException)
    {
        // It has ended already.
    }
}
