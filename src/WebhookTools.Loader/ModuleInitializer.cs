using System.Management.Automation;

namespace WebhookTools.Loader;

/// <summary>Registers the private load context. PowerShell calls it in each runspace that imports the module.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLoadContext.Register();
}
