using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>Serves the recorded result by the SQL API, over TLS, to whoever asks. Runs in a process of its own.</summary>
internal static partial class RecordingServer
{
    /// <summary>How long the slow statement's partitions after the first are held back.</summary>
    public static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(500);

    private static readonly ConcurrentDictionary<(long Rows, string Handle), byte[]> FirstReplies = new();

    /// <summary>Serves until standard input ends; prints one line when it is ready.</summary>
    public static async Task RunAsync(string directory)
    {
        var result = await RecordedResult.RecordAsync(Path.Combine(directory, "emulator"));
        using var key = RSA.Create(2048);
        using var certificate = MakeCertificate(key);
        await File.WriteAllTextAsync(Path.Combine(directory, "server.pem"), certificate.ExportCertificatePem());

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        await using var app = builder.Build();
        app.MapPost("/api/v2/statements", context => SubmitAsync(context, result));
        app.MapGet(
            "/api/v2/statements/{handle}",
            (HttpContext context, string handle, int partition) => FetchAsync(context, result, handle, partition)
        );
        await app.StartAsync();
        var port = new Uri(app.Urls.Single()).Port;
        Console.WriteLine(JsonSerializer.Serialize(new { port, packedBytes = result.PackedBytes }));
        await Console.In.ReadToEndAsync();
    }

    private static async Task SubmitAsync(HttpContext context, RecordedResult result)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        var match = Rows().Match(body.RootElement.GetProperty("statement").GetString()!);
        var rows = match.Success
            ? long.Parse(match.Groups["rows"].Value, CultureInfo.InvariantCulture)
            : RecordedResult.PartitionRows;
        var handle = match.Groups["slow"].Success
            ? "01b69c52-0002-0001-007b-780700000001"
            : "01b69c52-0002-0000-007b-780700000001";
        await SendAsync(context, FirstReplies.GetOrAdd((rows, handle), _ => result.FirstReply(rows, handle)));
    }

    private static async Task FetchAsync(HttpContext context, RecordedResult result, string handle, int partition)
    {
        if (handle.Contains("-0001-", StringComparison.Ordinal))
            await Task.Delay(Delay);
        context.Response.Headers.ContentEncoding = "gzip";
        await SendAsync(context, result.Partition(partition));
    }

    private static async Task SendAsync(HttpContext context, byte[] body)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }

    private static X509Certificate2 MakeCertificate(RSA key)
    {
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }

    [GeneratedRegex("^SELECT (?<slow>SLOWLY )?(?<rows>[0-9]+) ROWS$")]
    private static partial Regex Rows();
}
