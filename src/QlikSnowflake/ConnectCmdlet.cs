using System.Management.Automation;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>What the Connect- cmdlets share: where the session goes.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class ConnectCmdlet<TSession> : ServerCmdlet
    where TSession : class, IServiceSession
{
    /// <summary>A name for the session; without one it has the server's.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FreeTextCompleter))]
    public string? Name { get; set; }

    /// <summary>Emit the session.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    private protected override bool FailureEndsCommand => true;

    /// <summary>Opens the session and checks it.</summary>
    private protected abstract TSession Open(ServerTrust trust);

    /// <summary>Why what came in cannot be connected with, though something else that comes in may be; null where it can.</summary>
    private protected virtual InputException? Unusable => null;

    private readonly SessionOpening<TSession> _opening = new();

    private protected sealed override void Process()
    {
        if (Unusable is { } refusal)
        {
            WriteVerbose(refusal.Message);
            _opening.PassOver(refusal);
        }
        else
        {
            _opening.Open(() => Open(ReadTrust()));
        }
    }

    private protected sealed override void End()
    {
        var session = _opening.Complete();
        if (PassThru)
            WriteObject(session);
    }
}
