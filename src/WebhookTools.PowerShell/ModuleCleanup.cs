using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell;

/// <summary>Stops a runspace's listeners when it removes the module.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ListenerRegistry.StopOf(Runspace.DefaultRunspace.InstanceId);
}
