namespace WebhookTools.Core.Tests.Signatures;

/// <summary>The repository that the tests run inside, for what is tested there and not in the output.</summary>
internal static class Repository
{
    /// <summary>A path below the repository's root.</summary>
    public static string PathOf(params ReadOnlySpan<string> parts) => Path.Combine([Root(), .. parts]);

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "WebhookTools.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
