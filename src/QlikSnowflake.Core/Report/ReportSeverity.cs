namespace QlikSnowflake.Report;

/// <summary>How soon somebody is to act.</summary>
public enum ReportSeverity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>To be planned.</summary>
    Warning,

    /// <summary>Reloads fail, or will soon.</summary>
    Critical,
}
