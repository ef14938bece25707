using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud;
using QlikSnowflake.Qrs;
using QlikSnowflake.Snowflake;

namespace QlikSnowflake.Commands;

/// <summary>Chooses the session that commands use where none is named.</summary>
[Cmdlet(VerbsCommon.Select, "QlikSnowflakeSession")]
[OutputType(typeof(QrsSession), typeof(QlikCloudSession), typeof(SnowflakeSession))]
public sealed class SelectQlikSnowflakeSessionCommand : QlikSnowflakeCmdlet
{
    /// <summary>The session, by object or name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(AnySessionNameCompleter))]
    [Alias("Name")]
    public object Session { get; set; } = null!;

    /// <summary>The service, where sessions with several have the same name.</summary>
    [Parameter]
    public SessionService? Service { get; set; }

    /// <summary>Emit the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool FailureEndsCommand => true;

    private protected override void Process()
    {
        var given = new PipedObject(Session);
        var session = given.Value as IServiceSession ?? Find(given.Text ?? throw given.Unclear("Name"));
        if (!RunspaceSessions.Current.Lists.Any(list => list.Value.Select(session)))
            throw new InputException(
                ErrorIds.SessionClosed,
                $"The session '{session.Name}' is closed, or another runspace's.",
                "Open it with Connect-Qrs, Connect-QlikCloud or Connect-Snowflake.",
                FailureKind.Session
            );
        if (PassThru)
            WriteObject(session);
    }

    private IServiceSession Find(string name)
    {
        var open = RunspaceSessions
            .Current.Lists.Where(list => Service is null || list.Key == Service)
            .SelectMany(list => list.Value.All.Select(session => (Service: list.Key, Session: session)))
            .ToArray();
        var found = open.Where(s => string.Equals(s.Session.Name, name, StringComparison.OrdinalIgnoreCase)).ToArray();
        return found.Length switch
        {
            1 => found[0].Session,
            0 => throw new InputException(
                ErrorIds.SessionNotFound,
                $"No open session is named {Quoted.Text(name)}. Open ones: "
                    + $"{(open.Length == 0 ? "none" : string.Join(", ", open.Select(s => s.Session.Name)))}.",
                "Connect-Qrs, Connect-QlikCloud and Connect-Snowflake open sessions; -Name names them.",
                FailureKind.NotFound
            ),
            _ => throw new InputException(
                ErrorIds.SessionAmbiguous,
                $"Sessions with several services are named {Quoted.Text(name)}: {string.Join(", ", found.Select(s => s.Service))}.",
                "Say with -Service which one is meant."
            ),
        };
    }
}
