namespace QlikSnowflake.Errors;

public static partial class ErrorIds
{
    /// <summary>What was piped in is no connection: it has neither Id nor Name.</summary>
    /// <remarks>Pipe in what Get-QlikSnowflakeConnection emits, or names.</remarks>
    public const string ConnectionInputInvalid = nameof(ConnectionInputInvalid);

    /// <summary>No open session is with the connection's site.</summary>
    /// <remarks>Connect to it first.</remarks>
    public const string ConnectionSiteUnknown = nameof(ConnectionSiteUnknown);

    /// <summary>The connection names no server, so that its account is not known.</summary>
    /// <remarks>Look at its connection string.</remarks>
    public const string ConnectionAccountUnknown = nameof(ConnectionAccountUnknown);

    /// <summary>The connection does not say as which user it logs in.</summary>
    /// <remarks>Give the Snowflake user's login name with -User.</remarks>
    public const string ConnectionUserUnknown = nameof(ConnectionUserUnknown);

    /// <summary>The connection to be converted does not log in by password.</summary>
    /// <remarks>Convert password connections only: Get-QlikSnowflakeConnection -Login Password lists them.</remarks>
    public const string ConnectionNotPassword = nameof(ConnectionNotPassword);

    /// <summary>The connection cannot be given a key: its kind or its login does not take one.</summary>
    /// <remarks>Choose a connection of Qlik's ODBC connector package that logs in by password or key pair.</remarks>
    public const string ConnectionCannotTakeKey = nameof(ConnectionCannotTakeKey);

    /// <summary>The connection is no longer on its site.</summary>
    /// <remarks>Get-QlikSnowflakeConnection shows what is there now.</remarks>
    public const string ConnectionGone = nameof(ConnectionGone);

    /// <summary>The connection took a key, and afterwards holds another.</summary>
    /// <remarks>Look for someone else who changes it at the same time, and look at it again.</remarks>
    public const string ConnectionKeyNotKept = nameof(ConnectionKeyNotKept);

    /// <summary>The key was not seen to log in as the connection's user, and the connection stays as it is.</summary>
    /// <remarks>Register the key for the user first with Set-SnowflakeUserKey.</remarks>
    public const string KeyNotProved = nameof(KeyNotProved);

    /// <summary>A site's connections could not be listed.</summary>
    /// <remarks>Follow the message, and run again.</remarks>
    public const string SiteNotRead = nameof(SiteNotRead);

    /// <summary>A path is given for a report that goes to the pipeline.</summary>
    /// <remarks>Leave -Path out, or give -As Html or -As Json.</remarks>
    public const string ReportPathNotUsed = nameof(ReportPathNotUsed);

    /// <summary>The earlier report given with -Baseline does not exist.</summary>
    /// <remarks>Correct the path.</remarks>
    public const string ReportNotFound = nameof(ReportNotFound);

    /// <summary>The earlier report given with -Baseline cannot be read.</summary>
    /// <remarks>Give a file that this account may read.</remarks>
    public const string ReportUnreadable = nameof(ReportUnreadable);

    /// <summary>The file given with -Baseline is no report.</summary>
    /// <remarks>Give a page or JSON that Export-QlikSnowflakeReport wrote.</remarks>
    public const string ReportInvalid = nameof(ReportInvalid);
}
