namespace QlikSnowflake.Snowflake.Results;

/// <summary>A column of a result, as Snowflake describes it in <c>rowType</c>.</summary>
/// <param name="Name">The name, in Snowflake's case; need not be unique.</param>
/// <param name="TypeName">The type in lower case, such as <c>fixed</c> or <c>timestamp_tz</c>.</param>
/// <param name="Precision">Digits of a number, else null.</param>
/// <param name="Scale">Digits after the point, of a number or of seconds, else null.</param>
/// <param name="Nullable">Whether it can hold NULL.</param>
public sealed record ResultColumn(string Name, string TypeName, int? Precision, int? Scale, bool Nullable);
