using System.Runtime.InteropServices;

namespace WebhookTools.Loader;

/// <summary>Finds the installed ASP.NET Core, for platforms that the module has no copy for.</summary>
internal static class AspNetCoreLocator
{
    private const string LocationFolder = "/etc/dotnet";

    /// <summary>
    /// Returns the folder of the newest patch of this process's .NET version, or null if there is none.
    /// If DOTNET_ROOT is set, only that folder is searched, as the .NET host does.
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

    // The files in which installers register the location of .NET.
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
