using System.Text;
using WebhookTools.Tests;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>Where everything is, and how much of it there shall be.</summary>
internal sealed class Workbench
{
    private static readonly string Own = Environment.ProcessPath!;

    public required string Cli { get; init; }

    public required string Module { get; init; }

    /// <summary>A folder for what comes and goes, on the disk that is measured.</summary>
    public required string Folder { get; init; }

    /// <summary>Few and small runs, to see that everything works.</summary>
    public required bool IsQuick { get; init; }

    public CancellationToken Cancellation { get; init; }

    /// <summary>How often each contestant runs, in turn with the others.</summary>
    public int Runs => Pick(5, 2);

    public T Pick<T>(T full, T quick) => IsQuick ? quick : full;

    public static string Peer(string name) => Path.Combine(AppContext.BaseDirectory, "peers", name);

    public static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "data", "samples", name);

    /// <summary>An empty folder.</summary>
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

    /// <summary>Our command line, with the secret.</summary>
    public Command WebhookTools(params string[] arguments) => new(Cli, arguments)
    {
        Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["WEBHOOKTOOLS_SECRET"] = Alarm.Secret },
    };

    /// <summary>A verb of this program.</summary>
    public static Command Bare(params string[] arguments) => new(Own, arguments);

    /// <summary>A script in a new pwsh process.</summary>
    public static Command Pwsh(params string[] arguments) =>
        new(PowerShellHost.Program, [.. PowerShellHost.LeadingArguments, "-NoProfile", "-NonInteractive", .. arguments]);

    /// <summary>Runs each contestant in turn, over and over: whatever the machine does meanwhile, it does to all.</summary>
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

    /// <summary>A command as anyone can type it, without the paths of this machine.</summary>
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
