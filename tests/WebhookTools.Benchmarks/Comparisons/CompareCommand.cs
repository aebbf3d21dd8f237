using System.Runtime.InteropServices;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary><c>compare [--quick] [NAME…]</c>: measures WebhookTools against its alternatives. The script <c>compare</c> supplies the paths.</summary>
internal static class CompareCommand
{
    private const string Quick = "--quick";

    private static readonly string[] PathOptions = ["--cli", "--bare", "--signer", "--module", "--folder", "--report"];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new List<string>();
        for (int index = 0; index < arguments.Length; index++)
        {
            if (PathOptions.Contains(arguments[index], StringComparer.Ordinal) && index + 1 < arguments.Length)
            {
                paths[arguments[index]] = Path.GetFullPath(arguments[++index]);
            }
            else
            {
                names.Add(arguments[index]);
            }
        }

        bool isQuick = names.Remove(Quick);
        string[] unknown = [.. names.Except(Comparison.All.Select(comparison => comparison.Name), StringComparer.Ordinal)];
        if (unknown.Length > 0 || paths.Count != PathOptions.Length)
        {
            await Console.Error.WriteLineAsync($"unknown: {string.Join(' ', unknown)}\nusage: compare [{Quick}] [{string.Join(" | ", Comparison.All.Select(comparison => comparison.Name))}]…");
            return 2;
        }

        using var interruption = new CancellationTokenSource();
        using var signal = PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            context.Cancel = true;
            interruption.Cancel();
        });
        Directory.CreateDirectory(paths["--folder"]);
        var bench = new Workbench
        {
            Cli = paths["--cli"],
            BareServer = paths["--bare"],
            BareSigner = paths["--signer"],
            Module = paths["--module"],
            Folder = paths["--folder"],
            IsQuick = isQuick,
            Cancellation = interruption.Token,
        };
        try
        {
            string page = await MeasureAsync(bench, names);

            // Only a complete run is kept.
            if (isQuick || names.Count > 0)
            {
                await Console.Out.WriteAsync(page);
            }
            else
            {
                await File.WriteAllTextAsync(paths["--report"], page, bench.Cancellation);
            }

            return 0;
        }
        finally
        {
            Directory.Delete(bench.Folder, recursive: true);
        }
    }

    private static async Task<string> MeasureAsync(Workbench bench, List<string> names)
    {
        var report = new Report(await Machine.ReadAsync(bench), TimeProvider.System.GetUtcNow(), bench.IsQuick);
        foreach (Comparison comparison in Comparison.All)
        {
            if (names.Count > 0 && !names.Contains(comparison.Name, StringComparer.Ordinal))
            {
                continue;
            }

            await Console.Error.WriteLineAsync(comparison.Name);
            string[] missing = [.. comparison.Tools.Where(tool => Tools.Find(tool) is null)];
            report.Add(comparison.Title, missing.Length == 0
                ? await comparison.MeasureAsync(bench)
                : new Section { Notes = [$"Not measured: {string.Join(", ", missing)} is not installed."] });
        }

        return report.Write();
    }
}
