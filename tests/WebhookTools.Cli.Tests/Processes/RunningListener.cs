using System.Runtime.InteropServices;
using System.Text.Json;
using WebhookTools.Tests;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>A <c>webhooktools listen</c> on a free port, with a journal in a temporary folder.</summary>
internal sealed class RunningListener : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private RunningListener(TemporaryFolder folder, CliProcess process, string uri)
    {
        _folder = folder;
        Process = process;
        Uri = uri;
    }

    public CliProcess Process { get; }

    /// <summary>Its address, without a trailing slash.</summary>
    public string Uri { get; }

    public string JournalPath => _folder.File("webhook.log");

    public string Folder => _folder.Path;

    /// <summary>Starts a listener, and reads its readiness line.</summary>
    public static async Task<RunningListener> StartAsync(IEnumerable<string>? arguments = null, IReadOnlyDictionary<string, string>? environment = null, bool isJson = false, bool isRead = true)
    {
        var folder = new TemporaryFolder();
        string[] json = isJson ? ["--json"] : [];
        var process = CliProcess.Start(["listen", "--port", "0", "--log-path", folder.File("webhook.log"), .. json, .. arguments ?? []], environment, folder.Path, isRead);
        string? line = await process.ReadLineAsync();
        if (line is null)
        {
            CliResult result = await process.WaitAsync();
            folder.Dispose();
            Assert.Fail($"The listener did not start: {result.ExitCode} {result.Error}");
        }

        return new RunningListener(folder, process, isJson ? UriOfJson(line) : UriOfText(line));
    }

    /// <summary>Stops it with a signal, as a service manager does.</summary>
    public async Task<CliResult> StopAsync(PosixSignal signal = PosixSignal.SIGTERM)
    {
        Process.Signal(signal);
        return (await Process.WaitAsync()).ShouldExitWith(0);
    }

    public async Task<string[]> ReadJournalAsync() => await File.ReadAllLinesAsync(JournalPath);

    /// <summary>Reads the alerts in the journal with the command line.</summary>
    public async Task<JsonElement[]> ReadAlertsAsync(params string[] arguments)
    {
        CliResult result = await CliProcess.RunAsync(["alerts", "--log-path", JournalPath, "--json", .. arguments]);
        return [.. result.ShouldExitWith(0).Lines.Select(line => JsonElement.Parse(line))];
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        _folder.Dispose();
    }

    private static string UriOfText(string line)
    {
        string[] words = line.Split(' ');
        Assert.Equal(["listening", "on"], words[..2]);
        Assert.Equal("journal", words[3]);
        return words[2];
    }

    private static string UriOfJson(string line) => JsonElement.Parse(line).GetProperty("listening").GetString()!;
}
