using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Tests;

namespace WebhookTools.Benchmarks.Reporting;

/// <summary>The machine and the versions of the programs.</summary>
internal sealed class Machine
{
    private readonly List<(string Name, string Value)> _facts = [];

    public static async Task<Machine> ReadAsync(Workbench bench)
    {
        var machine = new Machine();
        machine.Add("processor", $"{Field("/proc/cpuinfo", "model name")}, {Environment.ProcessorCount} processors");
        machine.Add("memory", string.Create(CultureInfo.InvariantCulture, $"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30):N0} GiB"));
        machine.Add("system", $"{Field("/etc/os-release", "PRETTY_NAME").Trim('"')}, Linux {Environment.OSVersion.Version}, {RuntimeInformation.ProcessArchitecture}");
        machine.Add("file system of the journals", FileSystemOf(bench.Folder));
        machine.Add("load at the start (1, 5, 15 min)", string.Join(", ", (await File.ReadAllTextAsync("/proc/loadavg", bench.Cancellation)).Split(' ')[..3]));
        machine.Add(".NET", RuntimeInformation.FrameworkDescription);
        machine.Add("pwsh", Tools.FirstLine(PowerShellHost.Program, [.. PowerShellHost.LeadingArguments, "--version"]));
        foreach ((string name, string[] arguments) in (ReadOnlySpan<(string, string[])>)[
            ("webhook", ["-version"]), ("wrk", ["--version"]), ("python3", ["--version"]), ("openssl", ["version"]), ("jq", ["--version"])])
        {
            machine.Add(name, Tools.Find(name) is null ? "not installed" : Tools.FirstLine(name, arguments));
        }

        return machine;
    }

    public void WriteTo(StringBuilder page)
    {
        page.Append("| measured on | |\n|---|---|\n");
        foreach ((string name, string value) in _facts)
        {
            page.Append(CultureInfo.InvariantCulture, $"| {name} | {value} |\n");
        }

        page.Append('\n');
    }

    private void Add(string name, string value) => _facts.Add((name, value));

    private static string Field(string path, string name)
    {
        string? line = File.Exists(path) ? File.ReadLines(path).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? "unknown" : line[(line.IndexOfAny([':', '=']) + 1)..].Trim();
    }

    private static string FileSystemOf(string folder) => DriveInfo.GetDrives()
        .Where(drive => folder.StartsWith(drive.RootDirectory.FullName, StringComparison.Ordinal))
        .MaxBy(drive => drive.RootDirectory.FullName.Length)?.DriveFormat ?? "unknown";
}
