namespace QlikSnowflake.Errors;

/// <summary>
/// The id of every failure that the module reports, one file for each area. They stay as they are: scripts catch by them. A constant's
/// summary says when it happens and its remarks what to do; the page about_QlikSnowflake_Errors is made of both.
/// </summary>
public static partial class ErrorIds;
