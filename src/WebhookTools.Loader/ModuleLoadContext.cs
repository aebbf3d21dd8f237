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
    private const string WebServerPrefix = "Microsoft.AspNetCore";

    private static readonly string[] SharedNames = ["WebhookTools.Core", "WebhookTools.Listener"];
    private static readonly Lock Gate = new();
    private static ModuleLoadContext? s_instance;

    private readonly string[] _folders;

    private ModuleLoadContext(string library)
        : base("WebhookTools")
    {
        List<string> folders = [library, Path.Combine(library, "aspnetcore", RuntimeIdentifier)];
        if (!Directory.Exists(folders[1]) && FindInstalledWebServer() is { } installed)
        {
            folders[1] = installed;
        }

        _folders = [.. folders];
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
        foreach (string folder in _folders)
        {
            string path = Path.Combine(folder, assemblyName.Name + ".dll");
            if (File.Exists(path))
            {
                return LoadFromAssemblyPath(path);
            }
        }

        if (assemblyName.Name!.StartsWith(WebServerPrefix, StringComparison.Ordinal))
        {
            throw new FileNotFoundException(
                $"The listener needs ASP.NET Core, which PowerShell does not bring: this package of the module holds none for {RuntimeIdentifier}, and no ASP.NET Core {Environment.Version.Major} runtime was found. Install the ASP.NET Core {Environment.Version.Major} runtime, or set DOTNET_ROOT to the folder that holds it.",
                assemblyName.FullName);
        }

        return null;
    }

    private static Assembly? ResolveShared(AssemblyLoadContext context, AssemblyName assemblyName) =>
        Array.IndexOf(SharedNames, assemblyName.Name) >= 0 ? s_instance!.LoadFromAssemblyName(assemblyName) : null;

    private static string? FindInstalledWebServer()
    {
        string?[] roots =
        [
            Environment.GetEnvironmentVariable("DOTNET_ROOT"),
            OperatingSystem.IsWindows() ? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet") : null,
            "/usr/share/dotnet",
            "/usr/lib/dotnet",
            "/usr/local/share/dotnet",
        ];
        foreach (string? root in roots)
        {
            if (string.IsNullOrEmpty(root))
            {
                continue;
            }

            string shared = Path.Combine(root, "shared", "Microsoft.AspNetCore.App");
            if (!Directory.Exists(shared))
            {
                continue;
            }

            string? newest = Directory.EnumerateDirectories(shared, $"{Environment.Version.Major}.*")
                .Where(folder => Version.TryParse(Path.GetFileName(folder), out _))
                .MaxBy(folder => Version.Parse(Path.GetFileName(folder)));
            if (newest is not null)
            {
                return newest;
            }
        }

        return null;
    }
}
