using System.Diagnostics;
using System.Globalization;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Runs <c>webhooktools listen</c> in a separate process, whose memory can be measured and which can be killed. Disposal kills it.</summary>
internal sealed class ListenerProcess : IAsyncDisposable
{
    /// <summary>The secret with which the listener's senders sign, if it is started with a scheme.</summary>
    public const string Secret = "the-secret-of-the-senders";

    /// <summary>The token that grants read access, if the listener is started with <see cref="ReadTokenVariable"/>.</summary>
    public const string ReadToken = "the-token-of-the-readers";

    public const string ReadTokenVariable = "WEBHOOKTOOLS_TEST_READ_TOKEN";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The executable under test: by default the JIT build beside the tests.</summary>
    private static readonly string Program = Environment.GetEnvironmentVariable("WEBHOOKTOOLS_TEST_EXECUTABLE") is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "webhooktools.exe" : "webhooktools");

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
    public static Task<ListenerProcess> StartAsync(string journal, params IEnumerable<string> arguments) =>
        StartWithLimitsAsync(journal, openFiles: null, ["--no-rate-limit", .. arguments]);

    /// <summary>Starts a listener on a free port, and waits until it is ready.</summary>
    /// <param name="openFiles">The number of files that it may open, or null for that of the tests.</param>
    public static async Task<ListenerProcess> StartWithLimitsAsync(string journal, int? openFiles, params IEnumerable<string> arguments)
    {
        string[] command = [Program, "listen", "--port", "0", "--log-path", journal, .. arguments];
        if (openFiles is { } files)
        {
            command = ["/bin/sh", "-c", string.Create(CultureInfo.InvariantCulture, $"ulimit -n {files}; exec \"$0\" \"$@\""), .. command];
        }

        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["WEBHOOKTOOLS_SECRET"] = command.Contains("--scheme", StringComparer.Ordinal) ? Secret : null;
        start.Environment[ReadTokenVariable] = ReadToken;
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
