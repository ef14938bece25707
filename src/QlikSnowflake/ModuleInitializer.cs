using System.Management.Automation;
using QlikSnowflake.Commands.Compat;
using QlikSnowflake.Commands.Emulation;
using QlikSnowflake.Commands.Sessions;

namespace QlikSnowflake.Commands;

/// <summary>What happens on import and removal, once for each runspace.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnImport() => PrivateDependencies.Register();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        RunspaceSessions.Current.CloseAll();
        StartedEmulators.Current.StopAll();
    }
}
