namespace WebhookTools.Tests;

/// <summary>The repository that the tests run inside, for what is tested there and not in the output.</summary>
public static class Repository
{
    private const string Solution = "WebhookTools.sln";

    private static readonly string Root = FindRoot();

    /// <summary>A path below the repository's root.</summary>
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

        throw new DirectoryNotFoundException($"The tests do not run inside the repository: no folder above {AppContext.BaseDirectory} holds {Solution}.");
    }
}
