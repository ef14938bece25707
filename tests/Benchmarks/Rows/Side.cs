namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>One side of a comparison: rows a second, measured again and again.</summary>
internal sealed class Side(string name, long rows)
{
    private readonly List<double> _rates = [];

    public double Best => _rates.Count == 0 ? 0 : _rates.Max();

    public double Median => _rates.Order().ElementAt(_rates.Count / 2);

    public void Add(double seconds) => _rates.Add(rows / seconds);

    /// <summary>A line of a Markdown table.</summary>
    /// <param name="whole">The side that counts as 1.</param>
    public string Line(Side whole) =>
        _rates.Count == 0
            ? $"| {name} | not measured | | |"
            : $"| {name} | {Median:N0} | {_rates.Min():N0}-{Best:N0} | {Best / whole.Best:0.00} |";
}
