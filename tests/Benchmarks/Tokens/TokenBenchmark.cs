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

    /// <param name="turns">How often each side is measured.</param>
    public static int Run(int turns = Turns)
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
            "RSA.SignData",
            () => rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        );
        var tokens = new Series("a whole token", () => issuer.SignText(now, JwtIssuer.LongestLifetime));

        using var cache = new TokenCache(issuer, JwtIssuer.LongestLifetime, () => DateTimeOffset.UtcNow);
        var cached = new Series("TokenCache.Get", () => cache.Get(), callsAtOnce: 1000);

        foreach (var series in new[] { signatures, tokens, cached })
            series.Measure(turn);
        foreach (var series in new[] { signatures, tokens, cached })
            series.Forget();

        var ratios = new List<double>();
        for (var i = 0; i < turns; i++)
        {
            // Each side goes first in every other turn.
            var (first, second) = i % 2 == 0 ? (signatures, tokens) : (tokens, signatures);
            first.Measure(turn);
            second.Measure(turn);
            ratios.Add(tokens.Last / signatures.Last);
            cached.Measure(turn / 4);
        }

        ratios.Sort();
        Console.WriteLine($"RSA of 2048 bits, {turns} turns:");
        Console.WriteLine();
        Console.WriteLine("| | median a second | range |");
        Console.WriteLine("|---|---:|---:|");
        foreach (var series in new[] { signatures, tokens })
            Console.WriteLine($"| {series.Name} | {series.Median:N0} | {series.Slowest:N0}-{series.Best:N0} |");
        Console.WriteLine();
        var ratio = tokens.Best / signatures.Best;
        Console.WriteLine(
            $"- {(ratio >= 0.9 ? "met" : "not met")}: tokens at least 0.9 of bare signatures: {ratio:0.00} best over best, "
                + $"{ratios[ratios.Count / 2]:0.00} ({ratios[0]:0.00}-{ratios[^1]:0.00}) by turns"
        );
        Console.WriteLine(
            $"- a token that is still valid is taken again in {1e9 / cached.Median:0} ns, signed {cache.Signatures} times"
        );
        return 0;
    }
}
