using System.Diagnostics;

namespace QlikSnowflake.Benchmarks.Tokens;

/// <summary>How often something can be done in a second, measured again and again.</summary>
internal sealed class Series(string name, Func<object> action, int callsAtOnce = 1)
{
    private readonly List<double> _rates = [];
    private object? _result;

    public string Name { get; } = name;

    public double Last => _rates[^1];

    public double Best => _rates.Max();

    public double Slowest => _rates.Min();

    public double Median => _rates.Order().ElementAt(_rates.Count / 2);

    public void Measure(TimeSpan time)
    {
        var clock = Stopwatch.StartNew();
        long calls = 0;
        while (clock.Elapsed < time)
        {
            for (var i = 0; i < callsAtOnce; i++)
                _result = action();
            calls += callsAtOnce;
        }

        _rates.Add(calls / clock.Elapsed.TotalSeconds);
        GC.KeepAlive(_result);
    }

    public void Forget() => _rates.Clear();
}
