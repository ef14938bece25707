using System.Runtime.CompilerServices;

namespace QlikSnowflake.Commands.Completion;

/// <summary>
/// The names that completion has read in a session, for a minute or until a cmdlet that may change something runs in it. Reading is one
/// request of a second at most; what cannot be read is not asked for again at once.
/// </summary>
internal sealed class SeenNames
{
    private static readonly ConditionalWeakTable<object, SeenNames> OfSession = new();
    private static readonly TimeSpan MostWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KeptEmpty = TimeSpan.FromSeconds(10);

    private readonly Dictionary<string, (DateTimeOffset Until, IReadOnlyList<string> Names)> _names = new(StringComparer.Ordinal);

    /// <summary>Those of a session.</summary>
    public static SeenNames Of(object session) => OfSession.GetValue(session, _ => new SeenNames());

    /// <summary>Forgets them: a cmdlet may change what there is.</summary>
    public void Forget()
    {
        lock (_names)
            _names.Clear();
    }

    /// <summary>The names of a kind; empty where they cannot be had in time.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="read">Reads them.</param>
    public IReadOnlyList<string> Get(string kind, Func<CancellationToken, Task<IReadOnlyList<string>>> read)
    {
        lock (_names)
        {
            if (_names.TryGetValue(kind, out var known) && known.Until > DateTimeOffset.UtcNow)
                return known.Names;
        }

        var names = Read(read);
        lock (_names)
            _names[kind] = (DateTimeOffset.UtcNow + (names.Count > 0 ? Kept : KeptEmpty), names);
        return names;
    }

    // Whatever goes wrong, who presses Tab is not told: nothing is offered.
    private static IReadOnlyList<string> Read(Func<CancellationToken, Task<IReadOnlyList<string>>> read)
    {
        using var time = new CancellationTokenSource(MostWait);
        try
        {
            // Away from the pipeline's thread, whose context nothing may wait for.
            var reading = Task.Run(() => read(time.Token));
            return reading.Wait(MostWait) ? reading.Result : [];
        }
        catch (AggregateException)
        {
            return [];
        }
    }
}
