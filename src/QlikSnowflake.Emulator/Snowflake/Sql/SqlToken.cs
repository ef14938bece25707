namespace QlikSnowflake.Emulator.Snowflake.Sql;

internal enum SqlTokenKind
{
    Word,
    QuotedIdentifier,
    String,
    Number,
    Binding,
    Symbol,
    End,
}

/// <summary>One token of a statement.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its meaning: identifiers and strings without their quotes; for a binding the name after the colon, or empty
/// for ?.</param>
/// <param name="Source">How it is written.</param>
/// <param name="Offset">Where it begins in the text.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Position">Its place in the line, from 0.</param>
internal sealed record SqlToken(SqlTokenKind Kind, string Text, string Source, int Offset, int Line, int Position)
{
    public bool Is(string wordOrSymbol) =>
        Kind is SqlTokenKind.Word or SqlTokenKind.Symbol && Text.Equals(wordOrSymbol, StringComparison.OrdinalIgnoreCase);
}
