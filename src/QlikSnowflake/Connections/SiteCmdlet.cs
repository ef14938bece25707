using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands.Connections;

/// <summary>
/// Base of cmdlets that work across sites: on every open session with Qlik Sense sites and Qlik Cloud tenants, or on those given.
/// </summary>
public abstract class SiteCmdlet : QlikSnowflakeCmdlet
{
    /// <summary>Sessions with Qlik Sense sites, by object or name; where neither these nor tenants are given, all that are open.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [QrsSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QrsSession>))]
    public QrsSession[]? QrsSession { get; set; }

    /// <summary>Sessions with Qlik Cloud tenants, by object or name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [QlikCloudSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QlikCloudSession>))]
    public QlikCloudSession[]? QlikCloudSession { get; set; }

    /// <summary>The session with Snowflake whose users' keys are compared; without it the default one, where one is open.</summary>
    [Parameter]
    [ValidateNotNull]
    [SnowflakeSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<SnowflakeSession>))]
    public SnowflakeSession? Session { get; set; }

    /// <summary>The sites to work on.</summary>
    private protected IReadOnlyList<IConnectionSite> Sites { get; private set; } = [];

    /// <summary>The sessions of the tenants among them.</summary>
    private protected IReadOnlyList<QlikCloudSession> Tenants =>
        [.. Sites.OfType<QlikCloudConnectionSite>().Select(s => s.Session)];

    /// <summary>The session with Snowflake, or null.</summary>
    private protected SnowflakeSession? Snowflake { get; private set; }

    /// <summary>Settles the sessions before any input.</summary>
    private protected sealed override void Begin()
    {
        try
        {
            Settle();
            Prepare();
        }
        catch (QlikSnowflakeException e)
        {
            ThrowTerminatingError(Failures.ToErrorRecord(e, Target));
        }
    }

    /// <summary>What else is to be settled before any input.</summary>
    private protected virtual void Prepare() { }

    /// <summary>The connections that an input stands for, and what could not be read where they were looked for.</summary>
    private protected IReadOnlyList<SnowflakeConnection> Find(ConnectionInput known, PSObject input)
    {
        try
        {
            return WaitFor(context => known.FindAsync(input, context));
        }
        finally
        {
            foreach (var gap in known.TakeGaps())
                Tell(gap);
        }
    }

    /// <summary>Tells the user what an inventory found: a site that was not read is an error, anything else a warning.</summary>
    private protected void Tell(ConnectionFinding finding)
    {
        if (finding.Kind == ConnectionFindingKind.SiteFailed)
            WriteError(
                Failures.ToErrorRecord(
                    new InputException(ErrorIds.SiteNotRead, finding.Message, finding.RecommendedAction, FailureKind.Connection),
                    finding
                )
            );
        else
            WriteWarning(finding.RecommendedAction is null ? finding.Message : $"{finding.Message} {finding.RecommendedAction}");
    }

    private void Settle()
    {
        var open = RunspaceSessions.Current;
        var isGiven = QrsSession is not null || QlikCloudSession is not null;
        var qrs = QrsSession ?? (isGiven ? [] : open.Of<QrsSession>().All);
        var cloud = QlikCloudSession ?? (isGiven ? [] : open.Of<QlikCloudSession>().All);
        if (qrs.Length + cloud.Length == 0)
            throw new InputException(
                ErrorIds.NoSession,
                "No session with a Qlik Sense site or a Qlik Cloud tenant is open.",
                "Run Connect-Qrs or Connect-QlikCloud first.",
                FailureKind.Session
            );

        Snowflake = Session ?? open.Of<SnowflakeSession>().Default;
        foreach (var session in qrs.Cast<IServiceSession>().Concat(cloud).Concat(Snowflake is null ? [] : [Snowflake]))
            CheckOpen(session);

        // Two sessions with one site would show its connections twice.
        Sites =
        [
            .. qrs.Select(s => (IConnectionSite)QrsConnectionSite.Of(s))
                .Concat(cloud.Select(QlikCloudConnectionSite.Of))
                .GroupBy(s => (s.Service, s.Name.ToUpperInvariant()))
                .Select(g => g.First()),
        ];
    }

    private static void CheckOpen(IServiceSession session)
    {
        if (session.IsClosed)
            throw new InputException(
                ErrorIds.SessionClosed,
                $"The session '{session.Name}' is closed.",
                "Open it again with its Connect- cmdlet.",
                FailureKind.Session
            );
    }
}
