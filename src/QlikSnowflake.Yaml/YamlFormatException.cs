namespace QlikSnowflake.Yaml;

/// <summary>A text that is no YAML, or not of the part that is read. The message quotes nothing of it.</summary>
public sealed class YamlFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="line">The line, from 1.</param>
    /// <param name="message">What is wrong there.</param>
    public YamlFormatException(int line, string message)
        : base(message) => Line = line;

    /// <summary>The line, from 1.</summary>
    public int Line { get; }
}
