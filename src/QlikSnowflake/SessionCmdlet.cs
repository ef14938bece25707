using System.Management.Automation;
using System.Text;
using QlikSnowflake.Commands.Completion;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>
/// Base of cmdlets that need an open session: the one given, else the one that the input came from, else the runspace's
/// default.
/// </summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class SessionCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    private TSession? _current;

    /// <summary>The session given with -Session, or null.</summary>
    private protected abstract TSession? GivenSession { get; }

    /// <summary>Whether input can be objects that bring their session along, so that none is needed before.</summary>
    private protected virtual bool TakesObjects => false;

    /// <summary>The session to use; where there is none the command ends.</summary>
    private protected TSession Current => _current ??= FindCurrent();

    private static SessionList<TSession> Sessions => RunspaceSessions.Current.Of<TSession>();

    /// <summary>Settles the session before any input: without one nothing can work.</summary>
    private protected sealed override void Begin()
    {
        if (!TakesObjects || GivenSession is not null)
            _ = Current;

        // Whatever may be changed is asked for anew at the next completion.
        if (MyInvocation.MyCommand.Parameters.ContainsKey("WhatIf"))
        {
            foreach (var session in Sessions.All)
                SeenNames.Of(session).Forget();
        }
    }

    /// <summary>Does the work on one input in the session that it came from, where it came from one and none is given.</summary>
    /// <param name="input">The input.</param>
    /// <param name="work">The work.</param>
    private protected void InSessionOf(object input, Action work) => InSession(GivenSession ?? SessionOf(input), work);

    /// <summary>Does work in a session.</summary>
    /// <param name="session">The session; null for the default one.</param>
    /// <param name="work">The work.</param>
    private protected void InSession(TSession? session, Action work)
    {
        var before = _current;
        try
        {
            _current = session;
            work();
        }
        finally
        {
            _current = before;
        }
    }

    /// <summary>Emits an object and notes that it came from this session.</summary>
    private protected new void WriteObject(object? value)
    {
        if (_current is not null)
            ObjectSessions.Remember(value, _current);
        base.WriteObject(value);
    }

    /// <summary>Emits each object of a list, or the one that it is, and notes that they came from this session.</summary>
    private protected void WriteEach(object? value)
    {
        if (value is System.Collections.IList list)
        {
            foreach (var item in list)
                WriteObject(item);
        }
        else
        {
            WriteObject(value);
        }
    }

    /// <summary>Sends a request of the user's own and emits its answer: the objects in it, or its text.</summary>
    /// <param name="content">The body: JSON text, or an object to be written as such; null for none. It may hold a secret.</param>
    /// <param name="raw">Whether the text is wanted.</param>
    /// <param name="send">Sends it.</param>
    private protected void Exchange(PSObject? content, bool raw, Func<byte[]?, CallContext, Task<ServiceReply>> send)
    {
        var body =
            content is null ? null
            : content.BaseObject is string text ? Encoding.UTF8.GetBytes(text)
            : JsonObjects.Write(content);
        try
        {
            var reply = WaitFor(context => send(body, context));
            if (raw)
                WriteObject(reply.Text());
            else if (reply.Body.Count > 0)
                WriteEach(JsonObjects.Read(reply));
        }
        finally
        {
            if (body is not null)
                Array.Clear(body, 0, body.Length);
        }
    }

    private static TSession? SessionOf(object input)
    {
        if (ObjectSessions.Find(input) is TSession origin)
            return origin.IsClosed ? throw Closed(origin, " from which the object came") : origin;
        if (ObjectSessions.IsCopy(input) && Sessions.All.Length > 1)
            throw new InputException(
                ErrorIds.ObjectSessionUnknown,
                "The object is a copy that no longer knows its session, and several are open: "
                    + $"{string.Join(", ", Sessions.All.Select(s => s.Name))}.",
                "Say with -Session which one is meant.",
                FailureKind.Session
            );
        return null;
    }

    private TSession FindCurrent()
    {
        var session = GivenSession ?? Sessions.Default;
        if (session is null)
            ThrowTerminatingError(Failures.ToErrorRecord(Sessions.NoDefault(), null));
        else if (session.IsClosed)
            ThrowTerminatingError(Failures.ToErrorRecord(Closed(session, string.Empty), session));
        return session!;
    }

    private static InputException Closed(TSession session, string which) =>
        new(
            ErrorIds.SessionClosed,
            $"The session '{session.Name}'{which} is closed.",
            $"Open it again with {Sessions.ConnectCommand} and read again, or give another with -Session.",
            FailureKind.Session
        );
}
