using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using QlikSnowflake.Compat;

namespace QlikSnowflake.Http;

/// <summary>How long to wait before another attempt.</summary>
// No library: which request may be sent again is known here alone, and the loop around it is a few lines.
internal static class RetryDelays
{
    /// <summary>The most attempts of one request, the first included.</summary>
    public const int MostAttempts = 6;

    /// <summary>The longest wait a server may ask for; beyond it the failure is reported instead.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Cap = TimeSpan.FromSeconds(8);

    // Qlik Cloud words its 429 so (qlik.dev, "Rate limits"), and may leave out the header.
    private static readonly Regex InWords = new(
        @"\bwait (?<count>[0-9]{1,4}) (?<unit>second|minute)s?\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(1)
    );

    /// <summary>Exponential with full jitter, so that many clients do not come back at once.</summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    public static TimeSpan Backoff(int attempt)
    {
        var ceiling = Math.Min(Cap.TotalMilliseconds, First.TotalMilliseconds * Math.Pow(2, attempt - 1));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (Randoms.Bytes(1)[0] / 510.0)));
    }

    /// <summary>How long to wait before what was answered is asked for again.</summary>
    /// <param name="reply">The answer.</param>
    /// <param name="attempt">The attempt that it answers, from 1.</param>
    /// <param name="now">The time.</param>
    public static TimeSpan Of(ServiceReply reply, int attempt, DateTimeOffset now)
    {
        var asked = RetryAfter(reply, now);
        if ((int)reply.Status != 429)
            return asked ?? Backoff(attempt);

        // A limit that says nothing of its end, or that it is over and is not, is met with patience: half a minute or more in all.
        return asked > TimeSpan.Zero ? asked.Value : Said(reply) ?? Patience(attempt);
    }

    /// <summary>What a Retry-After header asks for (RFC 9110 §10.2.3), or null.</summary>
    public static TimeSpan? RetryAfter(ServiceReply reply, DateTimeOffset now)
    {
        if (!reply.Headers.TryGetValues("Retry-After", out var values))
            return null;

        var value = values.FirstOrDefault()?.Trim();
        if (
            double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= TimeSpan.MaxValue.TotalSeconds / 2
        )
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? (at > now ? at - now : TimeSpan.Zero)
            : null;
    }

    private static TimeSpan? Said(ServiceReply reply)
    {
        var match = InWords.Match(Encoding.UTF8.GetString(reply.Body.Array!, reply.Body.Offset, reply.Body.Count));
        if (!match.Success)
            return null;
        var count = int.Parse(match.Groups["count"].Value, CultureInfo.InvariantCulture);
        return match.Groups["unit"].Value.StartsWith("m", StringComparison.OrdinalIgnoreCase)
            ? TimeSpan.FromMinutes(count)
            : TimeSpan.FromSeconds(Math.Max(1, count));
    }

    private static TimeSpan Patience(int attempt) =>
        TimeSpan.FromSeconds(Math.Pow(2, attempt - 1) * (1 + (Randoms.Bytes(1)[0] / 510.0)));
}
