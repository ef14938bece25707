using QlikSnowflake.PowerShell;

namespace QlikSnowflake.Tests.Pester;

/// <summary>The processes that run the suite. One that has run a file runs the next: to start it takes longer than most files.</summary>
internal static class PesterWorkers
{
    private static readonly Lock Gate = new();
    private static readonly List<PesterWorker> Idle = [];

    /// <summary>Runs a file in a process that is free, or in a new one.</summary>
    /// <param name="file">The file, below the suite's folder; of several, each is parted from the next as in PATH.</param>
    /// <param name="host">The PowerShell.</param>
    /// <param name="place">Where on earth.</param>
    public static async Task<PesterRun> RunAsync(string file, PowerShellHost host, Place place)
    {
        var worker = Take(host, place) ?? await StartAsync(host, place);
        var isFit = false;
        try
        {
            var run = await worker.RunAsync(file);
            // What failed may have left more behind than the next file bears.
            isFit = run.Problem is null;
            return run;
        }
        finally
        {
            if (isFit)
                Return(worker);
            else
                worker.Dispose();
        }
    }

    private static async Task<PesterWorker> StartAsync(PowerShellHost host, Place place)
    {
        var manifest = await InstalledModule.ManifestToTestAsync();
        // Told after the module is to be deleted, so done before: Windows deletes no file that a process has loaded.
        CleaningTestFramework.AtEnd(DisposeIdle);
        return new PesterWorker(host, place, manifest);
    }

    private static PesterWorker? Take(PowerShellHost host, Place place)
    {
        lock (Gate)
        {
            var fit = Idle.Find(worker => worker.Host.Path == host.Path && worker.Place == place);
            if (fit is not null)
            {
                Idle.Remove(fit);
                return fit;
            }
        }

        // Rows are in the order of their PowerShells: those of another are not needed again.
        DisposeIdle();
        return null;
    }

    private static void Return(PesterWorker worker)
    {
        lock (Gate)
            Idle.Add(worker);
    }

    private static void DisposeIdle()
    {
        List<PesterWorker> idle;
        lock (Gate)
        {
            idle = [.. Idle];
            Idle.Clear();
        }

        idle.ForEach(worker => worker.Dispose());
    }
}
