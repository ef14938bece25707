using System.Diagnostics;
using System.Text.Json;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>The recording server in a process of its own, with the files a client needs.</summary>
internal sealed class ServerProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _directory;

    private ServerProcess(Process process, string directory, int port, long packedBytes)
    {
        _process = process;
        _directory = directory;
        Port = port;
        PackedBytes = packedBytes;
    }

    public int Port { get; }

    public long PackedBytes { get; }

    public string Host => $"localhost:{Port}";

    public string RootCertificate => Path.Combine(_directory, "server.pem");

    public string PrivateKey => Path.Combine(_directory, "rsa_key.p8");

    public SnowflakeLogin Login => new(Host, "BENCHMARK", PrivateKey, RootCertificate);

    public static ServerProcess Start()
    {
        var directory = Directory.CreateTempSubdirectory("qliksnowflake-benchmark-").FullName;
        var process = Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["serve", directory])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start.");
        using var ready = JsonDocument.Parse(line);
        var server = new ServerProcess(
            process,
            directory,
            ready.RootElement.GetProperty("port").GetInt32(),
            ready.RootElement.GetProperty("packedBytes").GetInt64()
        );
        Keys.KeyPairFile.Create(server.PrivateKey, null, 2048, overwrite: true);
        return server;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(5000))
            _process.Kill();
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
