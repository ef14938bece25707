using System.Runtime.InteropServices;
using System.Security.Cryptography;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Benchmarks.Tokens;

/// <summary>
/// Three figures: bare signatures and tokens per second with one key of 2048 bits, and what a cached token costs. The two sides take
/// turns, so that a busy machine slows both; of each the best and the median are printed.
/// </summary>
internal static class TokenBenchmark
{
    private const int Turns = 15;

    public static int Run()
    {
        var turn = TimeSpan.FromMilliseconds(400);

        using var rsa = RSA.Create(2048);
        var account = SnowflakeAccount.Parse("myorg-myaccount");
        using var key = SigningKey.Read(
            System.Text.Encoding.ASCII.GetBytes(rsa.ExportPkcs8PrivateKeyPem()),
            null,
            "the benchmark's key"
        );
        using var issuer = new JwtIssuer(account, "SVC_QLIK", key);

        // As long as what a token signs: its header and claims in base64url.
        var data = new byte[256];
        var now = DateTimeOffset.UtcNow;
        var signatures = new Series(
            "RSA.SignData (SHA-256, PKCS #1)",
            () => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        var tokens = new Series("JwtIssuer", () => issuer.SignText(now, JwtIssuer.LongestLifetime));

        using var cache = new TokenCache(issuer, JwtIssuer.LongestLifetime, () => DateTimeOffset.UtcNow);
        var cached = new Series("TokenCache.Get", () => cache.Get(), callsAtOnce: 1000);

        foreach (var series in new[] { signatures, tokens, cached })
            series.Measure(turn);
        foreach (var series in new[] { signatures, tokens, cached })
            series.Forget();

        var ratios = new List<double>();
        for (var i = 0; i < Turns; i++)
        {
            // Each side goes first in every other turn.
            var (first, second) = i % 2 == 0 ? (signatures, tokens) : (tokens, signatures);
            first.Measure(turn);
            second.Measure(turn);
            ratios.Add(tokens.Last / signatures.Last);
            cached.Measure(turn / 4);
        }

        Console.WriteLine(
            $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.OSDescription}, {Environment.ProcessorCount} "
                + $"processors, RSA of 2048 bits, {Turns} turns"
        );
        foreach (var series in new[] { signatures, tokens })
            Console.WriteLine(
                $"{series.Name, -34} best {series.Best, 8:0.0}/s   median {series.Median, 8:0.0}/s   slowest {series.Slowest, 8:0.0}/s"
            );
        ratios.Sort();
        Console.WriteLine(
            $"{"Tokens over bare signatures", -34} best over best {tokens.Best / signatures.Best:0.000}   median of the turns "
                + $"{ratios[ratios.Count / 2]:0.000} ({ratios[0]:0.000} to {ratios[^1]:0.000})   goal 0.9"
        );
        Console.WriteLine(
            $"{cached.Name, -34} best {1e9 / cached.Best, 8:0.0} ns   median {1e9 / cached.Median, 8:0.0} ns   slowest "
                + $"{1e9 / cached.Slowest, 8:0.0} ns   goal under 1000 ns, {cache.Signatures} signature"
        );
        return 0;
    }
}
