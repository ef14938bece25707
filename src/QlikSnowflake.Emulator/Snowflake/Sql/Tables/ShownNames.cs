using System.Text.RegularExpressions;

namespace QlikSnowflake.Emulator.Snowflake.Sql.Tables;

/// <summary>
/// The rows that a SHOW is asked for by name: LIKE takes no case into account, STARTS WITH and LIMIT … FROM do. From
/// https://docs.snowflake.com/en/sql-reference/sql/show-tables.
/// </summary>
/// <param name="Like">A pattern with % and _.</param>
/// <param name="StartsWith">How the name begins.</param>
/// <param name="Limit">How many rows at most.</param>
/// <param name="From">LIMIT counts from the row after the first whose name begins so.</param>
internal sealed record ShownNames(string? Like, string? StartsWith, long? Limit, string? From)
{
    public IEnumerable<T> Of<T>(IEnumerable<T> rows, Func<T, string> name)
    {
        if (Like is not null)
        {
            var pattern = $"^{Regex.Escape(Like).Replace("%", ".*", StringComparison.Ordinal).Replace('_', '.')}$";
            var options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant;
            rows = rows.Where(row => Regex.IsMatch(name(row), pattern, options, TimeSpan.FromSeconds(1)));
        }

        if (StartsWith is not null)
            rows = rows.Where(row => name(row).StartsWith(StartsWith, StringComparison.Ordinal));
        if (From is not null)
            rows = rows.SkipWhile(row => !name(row).StartsWith(From, StringComparison.Ordinal)).Skip(1);
        return Limit is null ? rows : rows.Take((int)Math.Min(Limit.Value, int.MaxValue));
    }
}
