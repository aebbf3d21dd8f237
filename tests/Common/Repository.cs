using System.Xml.Linq;

namespace WebhookTools.Tests;

/// <summary>The checkout that the tests run in.</summary>
public static class Repository
{
    private const string Solution = "WebhookTools.sln";

    private static readonly string Root = FindRoot();

    /// <summary>The version in Directory.Build.props, which every package and program must carry.</summary>
    public static string Version => XDocument.Load(PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Returns a path below the root of the repository.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Solution)))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"The tests do not run inside the repository: no folder above {AppContext.BaseDirectory} contains {Solution}.");
    }
}
