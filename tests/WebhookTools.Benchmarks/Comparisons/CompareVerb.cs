using System.Runtime.InteropServices;
using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary><c>compare [--quick] [row…]</c>: everything that matters, beside what a user would take instead. The script <c>compare</c> gives the paths.</summary>
internal static class CompareVerb
{
    private const string Quick = "--quick";

    public static async Task<int> RunAsync(string[] arguments)
    {
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new List<string>();
        for (int index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] is "--cli" or "--module" or "--folder" or "--report" && index + 1 < arguments.Length)
            {
                paths[arguments[index]] = Path.GetFullPath(arguments[++index]);
            }
            else
            {
                names.Add(arguments[index]);
            }
        }

        bool isQuick = names.Remove(Quick);
        string[] unknown = [.. names.Except(AllComparisons.List.Select(row => row.Name), StringComparer.Ordinal)];
        if (unknown.Length > 0 || paths.Count != 4)
        {
            await Console.Error.WriteLineAsync($"unknown: {string.Join(' ', unknown)}\nusage: compare [{Quick}] [{string.Join(" | ", AllComparisons.List.Select(row => row.Name))}]…");
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
            Module = paths["--module"],
            Folder = paths["--folder"],
            IsQuick = isQuick,
            Cancellation = interruption.Token,
        };
        try
        {
            string page = await MeasureAsync(bench, names);

            // What was measured in part, or in haste, is shown and not kept.
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
        foreach (Comparison row in AllComparisons.List)
        {
            if (names.Count > 0 && !names.Contains(row.Name, StringComparer.Ordinal))
            {
                continue;
            }

            await Console.Error.WriteLineAsync(row.Name);
            string[] missing = [.. row.Tools.Where(tool => Tools.Find(tool) is null)];
            report.Add(row.Title, missing.Length == 0
                ? await row.MeasureAsync(bench)
                : new Section { Notes = [$"Not measured: {string.Join(", ", missing)} is not installed."] });
        }

        return report.Write();
    }
}
