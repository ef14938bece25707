using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Base of cmdlets that work on an open session with Qlik Sense repositories.</summary>
public abstract class QrsCmdlet : SessionCmdlet<QrsSession>
{
    /// <summary>The session to use, by object or name; without it the default one.</summary>
    [Parameter]
    [ValidateNotNull]
    [QrsSessionArgument]
    [ArgumentCompleter(typeof(SessionNameCompleter<QrsSession>))]
    public QrsSession? Session { get; set; }

    private protected sealed override QrsSession? GivenSession => Session;

    /// <summary>Writes what matches a name; nothing for a literal name is an error, for a wildcard silence.</summary>
    private protected void WriteMatches<T>(
        IEnumerable<T> found,
        string? name,
        Func<T, string> nameOf,
        string errorId,
        string what
    )
    {
        var pattern = name is null ? null : WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        var any = false;
        foreach (var item in found)
        {
            if (pattern?.IsMatch(nameOf(item)) != false)
            {
                any = true;
                WriteObject(item);
            }
        }

        if (!any && name is not null && !WildcardPattern.ContainsWildcardCharacters(name))
        {
            WriteError(
                Failures.ToErrorRecord(
                    new InputException(
                        errorId,
                        $"The site has no {what} '{name}'.",
                        $"{MyInvocation.MyCommand.Name} without a name lists all.",
                        FailureKind.NotFound
                    ),
                    name
                )
            );
        }
    }
}
