using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace WebhookTools.Loader;

/// <summary>
/// The private load context of the module, which separates its dependencies from those of PowerShell and other modules.
/// The default context resolves only the core and the listener through it. Their dependencies load from within it.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly string[] SharedNames = ["WebhookTools.Core", "WebhookTools.Listener"];
    private static readonly Lock Gate = new();
    private static ModuleLoadContext? s_instance;

    private readonly string _library;
    private readonly Lazy<string?> _aspNetCore;

    private ModuleLoadContext(string library)
        : base("WebhookTools")
    {
        _library = library;
        _aspNetCore = new Lazy<string?>(FindAspNetCore);
    }

    private static string RuntimeIdentifier
    {
        get
        {
            string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : IsMusl ? "linux-musl" : "linux";
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
        }
    }

    private static bool IsMusl => RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal);

    /// <summary>Creates the context on the first call. Runspaces can call it concurrently; all share one context.</summary>
    public static void Register()
    {
        lock (Gate)
        {
            if (s_instance is not null)
            {
                return;
            }

            string folder = Path.GetDirectoryName(typeof(ModuleLoadContext).Assembly.Location)!;
            s_instance = new ModuleLoadContext(Path.Combine(folder, "lib"));
            Default.Resolving += ResolveShared;
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        string file = assemblyName.Name + ".dll";
        string own = Path.Combine(_library, file);
        if (File.Exists(own))
        {
            return LoadFromAssemblyPath(own);
        }

        // ASP.NET Core is searched for only when an assembly is not in the library, so that sending never searches.
        if (_aspNetCore.Value is { } aspNetCore && Path.Combine(aspNetCore, file) is var path && File.Exists(path))
        {
            return LoadFromAssemblyPath(path);
        }

        // The default context loads the assemblies of the runtime. The listener reports a missing ASP.NET Core.
        return null;
    }

    private static Assembly? ResolveShared(AssemblyLoadContext context, AssemblyName assemblyName) =>
        Array.IndexOf(SharedNames, assemblyName.Name) >= 0 ? s_instance!.LoadFromAssemblyName(assemblyName) : null;

    private string? FindAspNetCore()
    {
        string own = Path.Combine(_library, "aspnetcore", RuntimeIdentifier);
        return Directory.Exists(own) ? own : AspNetCoreLocator.FindNewestPatch();
    }
}
