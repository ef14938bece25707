using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands;

/// <summary>Lists open sessions, the default first.</summary>
/// <typeparam name="TSession">The kind of session.</typeparam>
public abstract class GetSessionCmdlet<TSession> : QlikSnowflakeCmdlet
    where TSession : class, IServiceSession
{
    /// <summary>The names wanted, wildcards allowed.</summary>
    private protected abstract string[]? Names { get; }

    private protected sealed override void Process()
    {
        var open = RunspaceSessions.Current.Of<TSession>();
        if (Names is null)
        {
            foreach (var session in open.All)
                WriteObject(session);
            return;
        }

        foreach (var name in Names)
        {
            var pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
            var matches = open.All.Where(s => pattern.IsMatch(s.Name)).ToArray();
            if (matches.Length == 0 && !WildcardPattern.ContainsWildcardCharacters(name))
            {
                WriteError(
                    Failures.ToErrorRecord(
                        new InputException(
                            "SessionNotFound",
                            $"No open session is named '{name}'.",
                            $"{open.ConnectCommand} -Name opens one.",
                            FailureKind.NotFound
                        ),
                        name
                    )
                );
            }

            foreach (var session in matches)
                WriteObject(session);
        }
    }
}
