using System.Management.Automation;
using QlikSnowflake.Commands.Sessions;
using QlikSnowflake.Connections;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;
using QlikSnowflake.Qrs.Connections;

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

    /// <summary>Tells of keys that a connection to Snowflake is given and its connector is not known to take.</summary>
    private protected void WarnOfUnknownKeys(string connectionString, IEnumerable<string> names)
    {
        if (SnowflakeDataConnection.IsSnowflake(connectionString) && SnowflakeConnectionKeys.Warning(names) is { } warning)
            WriteWarning(warning);
    }

    /// <summary>Writes what a name means; nothing for a literal name is an error, for a wildcard silence.</summary>
    private protected void WriteMatches<T>(
        IEnumerable<T> found,
        string? name,
        Func<T, string> nameOf,
        string errorId,
        string what
    )
    {
        var names = new Names<T>(name, nameOf);
        foreach (var item in names.Choose(found))
            WriteObject(item);
        foreach (var missing in names.Missing())
            throw NameText.NotFound(
                missing,
                errorId,
                $"The site has no {what} {Quoted.Text(missing)}.",
                $"{MyInvocation.MyCommand.Name} without a name lists all."
            );
    }
}
