using System.Diagnostics;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>Programs that a machine may have or not.</summary>
internal static class Tools
{
    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);

    /// <summary>The first line that a program prints, whichever way: what it says of its version.</summary>
    public static string FirstLine(string name, IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return output.Split('\n')[0].Trim();
    }
}
