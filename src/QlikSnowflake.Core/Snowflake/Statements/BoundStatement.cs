namespace QlikSnowflake.Snowflake.Statements;

/// <summary>
/// A statement that was checked and whose values are bound: what is left is to send it, as often as it is to be run. It never
/// shows its values.
/// </summary>
public sealed class BoundStatement
{
    internal BoundStatement(StatementRequest request, string text, IReadOnlyList<StatementBinding> bindings)
    {
        Request = request;
        Text = text;
        Bindings = bindings;
    }

    /// <summary>The statement as it was asked for.</summary>
    public StatementRequest Request { get; }

    /// <summary>The text as it is sent: names of placeholders have become question marks.</summary>
    internal string Text { get; }

    internal IReadOnlyList<StatementBinding> Bindings { get; }

    /// <inheritdoc/>
    public override string ToString() => Request.Summary;
}
