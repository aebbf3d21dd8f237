namespace WebhookTools.Cli.Tests.Processes;

/// <summary>Programs that may not be installed.</summary>
internal static class Tool
{
    /// <summary>Skips the test if a program is missing.</summary>
    public static void Require(params IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            Assert.SkipUnless(Exists(name), $"{name} is not installed");
        }
    }

    /// <summary>Skips the test on a platform without POSIX signals.</summary>
    public static void RequirePosix() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no POSIX signals");

    private static bool Exists(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}
