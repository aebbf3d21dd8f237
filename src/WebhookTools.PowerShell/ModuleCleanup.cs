using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell;

/// <summary>Called by the engine when a runspace removes the module: its listeners go with it.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ListenerRegistry.StopOf(Runspace.DefaultRunspace.InstanceId);
}
