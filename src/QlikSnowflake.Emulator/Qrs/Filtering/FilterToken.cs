namespace QlikSnowflake.Emulator.Qrs.Filtering;

internal enum FilterTokenKind
{
    Word,
    Literal,
    Open,
    Close,
    End,
}

/// <summary>A piece of a filter. A literal's text is without its quotes and escapes.</summary>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Text);
