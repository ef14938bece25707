namespace QlikSnowflake.Emulator.Snowflake.Sql;

/// <summary>One of the statements in a text, with where it begins.</summary>
internal sealed record StatementText(string Text, int Line, int Position);

/// <summary>Splits a text at its semicolons, leaving empty statements out.</summary>
internal static class StatementSplitter
{
    public static List<StatementText> Split(string text)
    {
        var statements = new List<StatementText>();
        SqlToken? first = null;
        foreach (var token in SqlTokenizer.Split(text))
        {
            if (token.Kind == SqlTokenKind.End || token.Is(";"))
            {
                if (first is not null)
                    statements.Add(new(text[first.Offset..token.Offset].TrimEnd(), first.Line, first.Position));
                first = null;
            }
            else
            {
                first ??= token;
            }
        }

        return statements;
    }
}
