using System.Collections;
using System.Diagnostics;
using System.Globalization;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Emulation;

/// <summary>
/// An emulator that this process has started. It ends with the process. Its tables of parameters are for splatting:
/// <c>$snowflake = $emulator.Snowflake; Connect-Snowflake @snowflake</c>.
/// </summary>
public sealed class RunningEmulator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly bool _ownsState;

    private RunningEmulator(Process process, string statePath, bool ownsState)
    {
        _process = process;
        _ownsState = ownsState;
        ProcessId = process.Id;
        StatePath = statePath;
    }

    /// <summary>The emulator's process.</summary>
    public int ProcessId { get; }

    /// <summary>The folder with its certificates, keys and emulator.json.</summary>
    public string StatePath { get; }

    /// <summary>The parameters of Connect-Qrs with the site's client certificate.</summary>
    public Hashtable Qrs { get; private set; } = [];

    /// <summary>The parameters of Connect-Qrs through the virtual proxy.</summary>
    public Hashtable QrsProxy { get; private set; } = [];

    /// <summary>The parameters of Connect-QlikCloud with the administrator's API key.</summary>
    public Hashtable QlikCloud { get; private set; } = [];

    /// <summary>The parameters of Connect-Snowflake for the service user.</summary>
    public Hashtable Snowflake { get; private set; } = [];

    /// <summary>The parameters of Connect-Snowflake for the administrator; the session is named admin.</summary>
    public Hashtable SnowflakeAdmin { get; private set; } = [];

    /// <summary>The address of the control service; <c>_emulator/state</c>, <c>_emulator/faults</c> and so on lie below it.</summary>
    public Uri ControlUri { get; private set; } = null!;

    /// <summary>Whether it still runs.</summary>
    public bool IsRunning
    {
        get
        {
            try
            {
                return !_process.HasExited;
            }
            catch (InvalidOperationException)
            {
                return false;
            }
        }
    }

    /// <summary>Starts an emulator and waits until every service answers.</summary>
    /// <param name="program">The program.</param>
    /// <param name="statePath">The folder for its state; null for one of its own, which goes with it.</param>
    /// <param name="arguments">Further arguments.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="context">Cancellation and messages.</param>
    /// <exception cref="InputException">It does not start.</exception>
    public static async Task<RunningEmulator> StartAsync(
        EmulatorProgram program,
        string? statePath,
        IReadOnlyList<string> arguments,
        TimeSpan timeout,
        CallContext context
    )
    {
        var state = statePath ?? Path.Combine(Path.GetTempPath(), "qliksnowflake-emulator-" + Guid.NewGuid().ToString("N"));
        var ready = Path.Combine(state, EmulatorManifest.FileName);
        // One of an earlier run would be taken for this one's.
        if (File.Exists(ready))
            File.Delete(ready);
        using var current = Process.GetCurrentProcess();
        var process = Start(
            program,
            ["--state", state, "--parent", current.Id.ToString(CultureInfo.InvariantCulture), .. arguments]
        );
        var emulator = new RunningEmulator(process, state, statePath is null);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        try
        {
            await emulator.WaitAsync(ready, errors, timeout, context).ConfigureAwait(false);
            emulator.Describe(EmulatorManifest.Read(ready));
            return emulator;
        }
        catch
        {
            emulator.Stop();
            throw;
        }
    }

    /// <summary>Ends it, and deletes its state where that was its own. Does nothing when it has ended.</summary>
    public void Stop()
    {
        if (IsRunning)
        {
            try
            {
                _process.Kill();
                _process.WaitForExit((int)Patience.TotalMilliseconds);
            }
            catch (InvalidOperationException)
            {
                // It ended in the meantime.
            }
        }

        _process.Dispose();
        try
        {
            if (_ownsState && Directory.Exists(StatePath))
                Directory.Delete(StatePath, recursive: true);
            else if (Directory.Exists(StatePath))
                File.Delete(Path.Combine(StatePath, EmulatorManifest.FileName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A file that somebody has open stays; it lies in the folder for temporary files.
        }
    }

    private static Process Start(EmulatorProgram program, IReadOnlyList<string> arguments)
    {
        var all = program.FirstArgument is { } first ? [first, .. arguments] : arguments;
        var start = new ProcessStartInfo(program.FileName, string.Join(" ", all.Select(Quoted)))
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new InputException(
                ErrorIds.EmulatorNotStarted,
                $"'{program.FileName}' cannot be started: {e.Message}",
                "The emulator needs .NET 10.",
                FailureKind.Service,
                e
            );
        }
    }

    /// <summary>None of the arguments ends in a backslash or holds a quote, unless a path does.</summary>
    private static string Quoted(string argument)
    {
        if (argument.IndexOf('"') >= 0)
            throw new InputException(ErrorIds.PathNotUsable, $"'{argument}' has a quotation mark.", "Give a path without one.");
        return "\"" + (argument.EndsWith("\\", StringComparison.Ordinal) ? argument + "\\" : argument) + "\"";
    }

    private async Task WaitAsync(string ready, Task<string> errors, TimeSpan timeout, CallContext context)
    {
        var clock = Stopwatch.StartNew();
        while (!File.Exists(ready))
        {
            if (_process.HasExited)
            {
                var said = (await errors.ConfigureAwait(false)).Trim();
                throw new InputException(
                    ErrorIds.EmulatorNotStarted,
                    $"The emulator ended with exit code {_process.ExitCode}: {said}",
                    null,
                    FailureKind.Service
                );
            }

            if (clock.Elapsed > timeout)
                throw new InputException(
                    ErrorIds.EmulatorNotReady,
                    $"The emulator was not ready after {timeout.TotalSeconds:0} seconds.",
                    "Give it longer with -TimeoutSec.",
                    FailureKind.Timeout
                );
            await Task.Delay(20, context.CancellationToken).ConfigureAwait(false);
        }
    }

    private void Describe(EmulatorManifest manifest)
    {
        var qrsRoot = manifest["qrs.rootCertificate"];
        var root = manifest["snowflake.rootCertificate"];
        Qrs = new Hashtable
        {
            ["Server"] = "localhost",
            ["Port"] = new Uri(manifest["qrs.url"]).Port,
            ["CertificatePath"] = manifest["qrs.clientPfx"],
            ["CertificatePassword"] = SecretText.FromPlainText(manifest["qrs.clientPfxPassword"]),
            ["RootCertificatePath"] = qrsRoot,
        };
        QrsProxy = new Hashtable
        {
            ["Server"] = new Uri(manifest["qrs.proxy.url"]).Authority,
            ["VirtualProxy"] = manifest["qrs.proxy.prefix"],
            ["HeaderName"] = manifest["qrs.proxy.headerName"],
            ["HeaderValue"] = manifest["qrs.proxy.headerValue"],
            ["RootCertificatePath"] = qrsRoot,
        };
        QlikCloud = new Hashtable
        {
            ["Tenant"] = new Uri(manifest["qlikCloud.url"]).Authority,
            ["ApiKey"] = SecretText.FromPlainText(manifest["qlikCloud.apiKey"]),
            ["RootCertificatePath"] = manifest["qlikCloud.rootCertificate"],
        };
        Snowflake = SnowflakeLogin(manifest["snowflake.user"], manifest["snowflake.privateKey"]);
        SnowflakeAdmin = SnowflakeLogin(manifest["snowflake.adminUser"], manifest["snowflake.adminPrivateKey"]);
        SnowflakeAdmin["Name"] = "admin";
        ControlUri = new Uri(manifest["control.url"]);

        Hashtable SnowflakeLogin(string user, string key) =>
            new()
            {
                ["Account"] = manifest["snowflake.account"],
                ["User"] = user,
                ["PrivateKeyPath"] = key,
                ["HostName"] = new Uri(manifest["snowflake.url"]).Authority,
                ["RootCertificatePath"] = root,
            };
    }
}
