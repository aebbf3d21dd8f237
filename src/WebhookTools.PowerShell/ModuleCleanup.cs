using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell;

/// <summary>Stops the listeners of a runspace when the runspace removes the module. PowerShell finds the class by its interface.</summary>
public sealed class ModuleCleanup : IModuleAssemblyCleanup
{
    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => ListenerRegistry.StopOf(Runspace.DefaultRunspace.InstanceId);
}
