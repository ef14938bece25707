namespace QlikSnowflake.Errors;

/// <summary>Names as messages quote them: whole where they are names, cut where something else took a name's place.</summary>
public static class Quoted
{
    /// <summary>How many characters of a name a message repeats.</summary>
    public const int Longest = 128;

    /// <summary>The text in single quotes, cut after <see cref="Longest"/> characters.</summary>
    public static string Text(string text) => "'" + Cut(text) + "'";

    /// <summary>The text, cut after <see cref="Longest"/> characters.</summary>
    public static string Cut(string text) => text.Length <= Longest ? text : text.Substring(0, Longest) + "...";
}
