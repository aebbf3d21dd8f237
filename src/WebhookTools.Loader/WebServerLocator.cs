using System.Runtime.InteropServices;

namespace WebhookTools.Loader;

/// <summary>Finds the ASP.NET Core that a machine has installed, for the platforms that the module carries none for.</summary>
internal static class WebServerLocator
{
    private const string LocationFolder = "/etc/dotnet";

    /// <summary>
    /// The folder of the newest patch of the version that this process runs on, or null.
    /// DOTNET_ROOT alone counts where it is set, as it does for the runtime's own host.
    /// </summary>
    public static string? FindNewestPatch() =>
        Roots()
            .Select(static root => Path.Combine(root, "shared", "Microsoft.AspNetCore.App"))
            .Where(Directory.Exists)
            .Select(NewestPatchIn)
            .FirstOrDefault(static folder => folder is not null);

    private static string? NewestPatchIn(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Select(static candidate => (Path: candidate, Version: Version.TryParse(Path.GetFileName(candidate), out Version? version) ? version : null))
            .Where(static candidate => candidate.Version?.Major == Environment.Version.Major && candidate.Version.Minor == Environment.Version.Minor)
            .OrderByDescending(static candidate => candidate.Version)
            .Select(static candidate => candidate.Path)
            .FirstOrDefault();

    private static IEnumerable<string> Roots()
    {
        string architecture = RuntimeInformation.ProcessArchitecture.ToString();
        string? set = Environment.GetEnvironmentVariable("DOTNET_ROOT_" + architecture.ToUpperInvariant())
            ?? Environment.GetEnvironmentVariable("DOTNET_ROOT");
        if (!string.IsNullOrEmpty(set))
        {
            return [set];
        }

        if (OperatingSystem.IsWindows())
        {
            return [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "dotnet")];
        }

        string[] usual = OperatingSystem.IsMacOS()
            ? ["/usr/local/share/dotnet"]
            : ["/usr/share/dotnet", "/usr/lib/dotnet", "/usr/lib64/dotnet"];
        return RegisteredRoots(architecture).Concat(usual);
    }

    /// <summary>Where an installer said that it put .NET.</summary>
    private static IEnumerable<string> RegisteredRoots(string architecture)
    {
        string[] files =
        [
            Path.Combine(LocationFolder, "install_location_" + architecture.ToLowerInvariant()),
            Path.Combine(LocationFolder, "install_location"),
        ];
        return files.Where(File.Exists).Select(static file => File.ReadAllText(file).Trim());
    }
}
