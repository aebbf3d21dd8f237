using System.Management.Automation;

namespace WebhookTools.Loader;

/// <summary>Called by the engine when the module is imported, once in each runspace.</summary>
public sealed class ModuleInitializer : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport() => ModuleLoadContext.Register();
}
