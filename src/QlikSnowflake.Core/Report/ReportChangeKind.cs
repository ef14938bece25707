namespace QlikSnowflake.Report;

/// <summary>In what a connection is not what it was, the most urgent first.</summary>
public enum ReportChangeKind
{
    /// <summary>It logs in otherwise.</summary>
    Login,

    /// <summary>It logs in as another user or to another account.</summary>
    User,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It is gone.</summary>
    Removed,

    /// <summary>It holds another key.</summary>
    Key,

    /// <summary>It has another name.</summary>
    Name,
}
