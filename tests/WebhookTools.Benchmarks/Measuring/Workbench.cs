using System.Text;
using WebhookTools.Tests;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>The programs under test, a work folder, and the extent of the run.</summary>
internal sealed class Workbench
{
    private static readonly string Own = Environment.ProcessPath!;

    /// <summary>The native file of the command line.</summary>
    public required string Cli { get; init; }

    /// <summary>The native file of the bare server.</summary>
    public required string BareServer { get; init; }

    /// <summary>The native file that signs standard input and nothing else.</summary>
    public required string BareSigner { get; init; }

    public required string Module { get; init; }

    /// <summary>A folder for temporary files, on the disk that is measured.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to do only a few short runs, to check that everything works.</summary>
    public required bool IsQuick { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>The number of runs of each contestant.</summary>
    public int Runs => Pick(5, 2);

    public T Pick<T>(T full, T quick) => IsQuick ? quick : full;

    public static string Peer(string name) => Path.Combine(AppContext.BaseDirectory, "peers", name);

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "data", "samples", name);

    /// <summary>Creates an empty folder.</summary>
    public string NewFolder(string name)
    {
        string folder = Path.Combine(Folder, name);
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        Directory.CreateDirectory(folder);
        return folder;
    }

    /// <summary>The command line, with the secret in its environment.</summary>
    public Command WebhookTools(params string[] arguments) => new(Cli, arguments)
    {
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["WEBHOOKTOOLS_SECRET"] = Alarm.Secret },
    };

    /// <summary>Another benchmark of this program.</summary>
    public static Command Benchmark(params string[] arguments) => new(Own, arguments);

    /// <summary>A script in a new PowerShell process.</summary>
    public static Command Pwsh(params string[] arguments) =>
        new(PowerShellHost.Program, [.. PowerShellHost.LeadingArguments, "-NoProfile", "-NonInteractive", .. arguments]);

    /// <summary>Runs the contestants in turn, so that other load on the machine affects all of them equally.</summary>
    public async Task TakeTurnsAsync(int runs, IReadOnlyList<(string Name, Func<Task> Run)> contestants)
    {
        for (int run = 1; run <= runs; run++)
        {
            foreach ((string name, Func<Task> measure) in contestants)
            {
                Cancellation.ThrowIfCancellationRequested();
                await measure();
                await Console.Error.WriteLineAsync($"  run {run} of {runs}: {name}");
            }
        }
    }

    /// <summary>Formats a command as a user would type it, without the paths of this machine.</summary>
    public string Show(Command command)
    {
        var text = new StringBuilder();
        foreach ((string name, string value) in command.Environment)
        {
            text.Append(name).Append('=').Append(value).Append(' ');
        }

        text.AppendJoin(' ', command.Arguments.Prepend(command.Program).Select(ShowWord));
        text.Replace(string.Join(' ', PowerShellHost.LeadingArguments.Prepend(PowerShellHost.Program)), "dotnet pwsh");
        text.Append(command.Input is null ? string.Empty : " < " + ShowWord(command.Input));
        text.Append(command.IsSilent ? " > /dev/null" : string.Empty);
        return text.ToString();
    }

    private string ShowWord(string word)
    {
        string shown = word
            .Replace(Cli, "webhooktools", StringComparison.Ordinal)
            .Replace(BareSigner, "bare-signer", StringComparison.Ordinal)
            .Replace(BareServer, "bare", StringComparison.Ordinal)
            .Replace(Own, "WebhookTools.Benchmarks", StringComparison.Ordinal)
            .Replace(Path.Combine(AppContext.BaseDirectory, "peers"), "tests/WebhookTools.Benchmarks/peers", StringComparison.Ordinal)
            .Replace(Path.Combine(AppContext.BaseDirectory, "data"), "tests/data", StringComparison.Ordinal)
            .Replace(Module, "artifacts/module/WebhookTools", StringComparison.Ordinal)
            .Replace(Folder, "work", StringComparison.Ordinal);
        if (shown.Length > 0 && shown.All(character => char.IsAsciiLetterOrDigit(character) || "-_./=:,".Contains(character, StringComparison.Ordinal)))
        {
            return shown;
        }

        return shown.IndexOfAny(['$', '`', '"', '\\']) < 0 ? $"\"{shown}\"" : "'" + shown.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
