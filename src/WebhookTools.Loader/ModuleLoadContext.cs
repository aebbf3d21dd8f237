using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace WebhookTools.Loader;

/// <summary>
/// Keeps what the module brings apart from what PowerShell and other modules bring.
/// The default context asks it for the core and the listener only; everything that those two need is found from here.
/// </summary>
internal sealed class ModuleLoadContext : AssemblyLoadContext
{
    private static readonly string[] SharedNames = ["WebhookTools.Core", "WebhookTools.Listener"];
    private static readonly Lock Gate = new();
    private static ModuleLoadContext? s_instance;

    private readonly string _library;
    private readonly Lazy<string?> _webServer;

    private ModuleLoadContext(string library)
        : base("WebhookTools")
    {
        _library = library;
        _webServer = new Lazy<string?>(FindWebServer);
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

    /// <summary>Begins to answer for the module's own names. Runspaces may call it at the same time; one context serves the process.</summary>
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

        // Looked for only when something is missing that the module does not bring itself: sending needs no web server.
        if (_webServer.Value is { } webServer && Path.Combine(webServer, file) is var path && File.Exists(path))
        {
            return LoadFromAssemblyPath(path);
        }

        // The runtime's own assemblies are the default context's; a web server that is found nowhere is the listener's error.
        return null;
    }

    private static Assembly? ResolveShared(AssemblyLoadContext context, AssemblyName assemblyName) =>
        Array.IndexOf(SharedNames, assemblyName.Name) >= 0 ? s_instance!.LoadFromAssemblyName(assemblyName) : null;

    private string? FindWebServer()
    {
        string own = Path.Combine(_library, "aspnetcore", RuntimeIdentifier);
        return Directory.Exists(own) ? own : WebServerLocator.FindNewestPatch();
    }
}
