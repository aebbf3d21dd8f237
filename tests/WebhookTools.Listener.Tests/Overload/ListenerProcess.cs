using System.Diagnostics;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Runs <c>webhooktools listen</c> in a separate process, whose memory can be measured and which can be killed. Disposal kills it.</summary>
internal sealed class ListenerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Task<string> _errors;

    private ListenerProcess(Process process, Uri uri, Task<string> errors)
    {
        _process = process;
        _errors = errors;
        Uri = uri;
    }

    /// <summary>The address on which it listens.</summary>
    public Uri Uri { get; }

    public bool IsRunning => !_process.HasExited;

    /// <summary>The current memory size in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a listener on a free port without rate limits, and waits until it is ready.</summary>
    public static async Task<ListenerProcess> StartAsync(string journal, params IEnumerable<string> arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "webhooktools.exe" : "webhooktools");
        var start = new ProcessStartInfo(program, ["listen", "--port", "0", "--log-path", journal, "--no-rate-limit", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Remove("WEBHOOKTOOLS_SECRET");
        Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var patience = new CancellationTokenSource(Patience);

        // listening on http://127.0.0.1:40123 journal /somewhere/webhook.log
        string? line = await process.StandardOutput.ReadLineAsync(patience.Token);
        if (line is null)
        {
            Assert.Fail($"The listener did not start: {await errors}");
        }

        return new ListenerProcess(process, new Uri(line.Split(' ')[2]), errors);
    }

    /// <summary>Kills it, as <c>kill -9</c> does.</summary>
    /// <returns>The text that it wrote to standard error.</returns>
    public async Task<string> KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        return await _errors;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }
}
