using System.Management.Automation;
using QlikSnowflake.Http;

namespace QlikSnowflake.Commands.Sessions;

/// <summary>What PowerShell shows of sessions besides their own properties.</summary>
public static class SessionMarks
{
    /// <summary>Whether a session is the one that commands of this runspace use where none is named.</summary>
    /// <param name="session">The session.</param>
    public static bool IsDefault(PSObject session) =>
        session?.BaseObject is IServiceSession own
        && RunspaceSessions.Current.Lists.Any(list => ReferenceEquals(list.Value.Default, own));
}
