namespace QlikSnowflake.Commands.Snowflake;

/// <summary>Reads which statement an object points at.</summary>
internal static class StatementTargets
{
    /// <summary>The handle: the object's text, or its property StatementHandle or QueryId.</summary>
    /// <exception cref="Errors.InputException">It does not point at a statement.</exception>
    public static string Read(object given)
    {
        var input = new PipedObject(given);
        return input.Text ?? input.Property("StatementHandle", "QueryId") ?? throw input.Unclear("StatementHandle");
    }
}
