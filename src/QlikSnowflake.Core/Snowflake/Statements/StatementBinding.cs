namespace QlikSnowflake.Snowflake.Statements;

/// <summary>A value for a placeholder as the SQL API takes it: a type and a text. It never shows its value.</summary>
internal sealed class StatementBinding(string type, string? value)
{
    public string Type => type;

    public string? Value => value;

    public override string ToString() => type;
}
