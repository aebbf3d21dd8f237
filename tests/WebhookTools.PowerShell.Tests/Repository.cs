namespace WebhookTools.PowerShell.Tests;

/// <summary>Where the sources of the tests are: Pester files run from there, beside the module that was built.</summary>
internal static class Repository
{
    private const string Manifest = "WebhookTools.psd1";

    /// <summary>The folder that holds the manifest.</summary>
    public static string Root { get; } = Find();

    /// <summary>The folder of the Pester files.</summary>
    public static string TestFolder { get; } = Path.Combine(Root, "tests", "WebhookTools.PowerShell.Tests");

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            // The module that was built has a manifest too, but no solution beside it.
            if (File.Exists(Path.Combine(folder.FullName, Manifest)) && File.Exists(Path.Combine(folder.FullName, "WebhookTools.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds {Manifest} and the solution.");
    }
}
