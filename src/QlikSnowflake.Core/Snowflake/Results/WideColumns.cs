using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Results;

/// <summary>
/// Which columns of a result hold numbers that need a wider type than most of their kind: BigInteger in place of long,
/// <see cref="BigDecimal"/> in place of decimal. The first partition decides, before the first row is made, so that all numbers of a
/// column have one type and compare as numbers.
/// </summary>
internal static class WideColumns
{
    /// <summary>One flag a column.</summary>
    /// <param name="reply">The first reply.</param>
    /// <param name="start">Where in its body the array of rows starts; -1 where there is none.</param>
    /// <param name="columns">The columns.</param>
    /// <exception cref="SnowflakeException">The rows cannot be read.</exception>
    public static bool[] Find(ServiceReply reply, int start, IReadOnlyList<ResultColumn> columns)
    {
        var wide = new bool[columns.Count];
        var kinds = columns.Select(CellDecoders.MayBeWide).ToArray();
        if (start < 0 || !kinds.Contains(true))
            return wide;
        try
        {
            var cells = new CellReader(reply.Body, start);
            while (cells.NextRow())
            {
                for (var i = 0; i < wide.Length; i++)
                    if (cells.Next())
                        Take(cells, columns[i], kinds[i], ref wide[i]);
                cells.EndRow();
            }
        }
        catch (FormatException e)
        {
            throw SnowflakeRefusals.NotUnderstood(reply, e);
        }

        return wide;
    }

    private static void Take(CellReader cells, ResultColumn column, bool mayBeWide, ref bool isWide)
    {
        if (mayBeWide && cells.TryTakeDecimal(CellReader.MostDigits, out _, out _, out _))
            return;
        var cell = cells.Cell();
        if (mayBeWide && !isWide)
            isWide = CellDecoders.IsWide(column, cell);
    }
}
