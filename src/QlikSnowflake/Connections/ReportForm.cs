namespace QlikSnowflake.Commands.Connections;

/// <summary>In what form a report is wanted.</summary>
public enum ReportForm
{
    /// <summary>One page of HTML that needs nothing else.</summary>
    Html,

    /// <summary>JSON.</summary>
    Json,

    /// <summary>The object that both are made of.</summary>
#pragma warning disable CA1720 // It is what users of PowerShell call it.
    Object,
#pragma warning restore CA1720
}
