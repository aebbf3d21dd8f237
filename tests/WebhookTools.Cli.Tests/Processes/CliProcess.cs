using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace WebhookTools.Cli.Tests.Processes;

/// <summary>A process of <c>webhooktools</c> or of another program. Disposing kills it.</summary>
public sealed class CliProcess : IAsyncDisposable
{
    /// <summary>The environment variable that names the executable under test. Without it, the JIT build beside the tests is tested.</summary>
    public const string ExecutableVariable = "WEBHOOKTOOLS_TEST_EXECUTABLE";

    // Long enough for a slow machine, short enough for a test that hangs.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    // Variables of the machine that would change the outcome of a test.
    private static readonly string[] InheritedVariables = ["WEBHOOKTOOLS_SECRET", "OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_COLOR"];

    private readonly Process _process;
    private readonly MemoryStream _output = new();
    private readonly MemoryStream _error = new();
    private readonly Channel<string> _outputLines = Channel.CreateUnbounded<string>();
    private readonly Channel<string> _errorLines = Channel.CreateUnbounded<string>();
    private readonly Task _reading;

    private CliProcess(Process process, bool isRead)
    {
        _process = process;
        _reading = Task.WhenAll(
            ReadAsync(process.StandardOutput.BaseStream, _output, _outputLines.Writer, isRead ? int.MaxValue : 1),
            ReadAsync(process.StandardError.BaseStream, _error, _errorLines.Writer, isRead ? int.MaxValue : 0));
    }

    public static string Executable { get; } = Environment.GetEnvironmentVariable(ExecutableVariable) is { Length: > 0 } named
        ? Path.GetFullPath(named)
        : Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "webhooktools.exe" : "webhooktools");

    /// <summary>True if the executable under test was compiled ahead of time. A JIT build has its assembly beside it.</summary>
    public static bool IsNative { get; } = !File.Exists(Path.Combine(Path.GetDirectoryName(Executable)!, "webhooktools.dll"));

    /// <summary>The standard error so far.</summary>
    public string ErrorSoFar
    {
        get
        {
            lock (_error)
            {
                return Encoding.UTF8.GetString(_error.ToArray());
            }
        }
    }

    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts <c>webhooktools</c>.</summary>
    /// <param name="isRead">False to read only the first line of standard output, and nothing of standard error, so that the pipes can fill up.</param>
    public static CliProcess Start(IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, bool isRead = true) =>
        StartTool(Executable, arguments, environment, folder, isRead);

    /// <summary>Starts any program.</summary>
    public static CliProcess StartTool(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, bool isRead = true)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (string name in InheritedVariables)
        {
            start.Environment.Remove(name);
        }

        foreach ((string name, string value) in environment ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            start.Environment[name] = value;
        }

        return new CliProcess(Process.Start(start)!, isRead);
    }

    /// <summary>Runs <c>webhooktools</c> to its end.</summary>
    public static Task<CliResult> RunAsync(IEnumerable<string> arguments, string? input = null, IReadOnlyDictionary<string, string>? environment = null, string? folder = null) =>
        RunAsync(arguments, input is null ? null : Encoding.UTF8.GetBytes(input), environment, folder);

    /// <summary>Runs <c>webhooktools</c> to its end.</summary>
    public static async Task<CliResult> RunAsync(IEnumerable<string> arguments, byte[]? input, IReadOnlyDictionary<string, string>? environment, string? folder = null)
    {
        await using CliProcess process = Start(arguments, environment, folder);
        return await process.FinishAsync(input);
    }

    /// <summary>Runs any program to its end.</summary>
    public static async Task<CliResult> RunToolAsync(string program, IEnumerable<string> arguments, byte[]? input = null, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        await using CliProcess process = StartTool(program, arguments, environment, folder);
        return await process.FinishAsync(input);
    }

    /// <summary>Reads the next line of standard output, or returns null at its end.</summary>
    public Task<string?> ReadLineAsync() => ReadLineAsync(_outputLines.Reader);

    /// <summary>Waits for a line on standard error that contains the text.</summary>
    public async Task WaitForErrorAsync(string text)
    {
        string? line;
        do
        {
            line = await ReadLineAsync(_errorLines.Reader);
            Assert.True(line is not null, $"The process ended without writing '{text}'. Its standard error:\n{ErrorSoFar}");
        }
        while (!line.Contains(text, StringComparison.Ordinal));
    }

    /// <summary>Sends SIGINT or SIGTERM.</summary>
    public void Signal(PosixSignal signal) =>
        Assert.Equal(0, Kill(_process.Id, signal == PosixSignal.SIGINT ? 2 : 15));

    /// <summary>Ends the process at once, as <c>kill -9</c> does.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Writes standard input and waits for the process to exit.</summary>
    public async Task<CliResult> FinishAsync(byte[]? input = null)
    {
        try
        {
            if (input is not null)
            {
                await _process.StandardInput.BaseStream.WriteAsync(input);
            }

            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // A process that fails early does not read all of its input.
        }

        return await WaitAsync();
    }

    /// <summary>Waits for the process to exit.</summary>
    public async Task<CliResult> WaitAsync()
    {
        using var timeout = new CancellationTokenSource(Timeout);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            await _reading.WaitAsync(timeout.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The process did not end within {Timeout.TotalSeconds} s. Its standard error:\n{ErrorSoFar}");
        }

        return new CliResult(_process.ExitCode, _output.ToArray(), _error.ToArray());
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static async Task ReadAsync(Stream stream, MemoryStream all, ChannelWriter<string> lines, int maximumReads)
    {
        var line = new List<byte>();
        byte[] buffer = new byte[64 * 1024];
        int count;
        while (maximumReads-- > 0 && (count = await stream.ReadAsync(buffer)) > 0)
        {
            lock (all)
            {
                all.Write(buffer, 0, count);
            }

            foreach (byte value in buffer.AsSpan(0, count))
            {
                if (value == (byte)'\n')
                {
                    lines.TryWrite(Encoding.UTF8.GetString([.. line]));
                    line.Clear();
                }
                else
                {
                    line.Add(value);
                }
            }
        }

        lines.Complete();
    }

    private static async Task<string?> ReadLineAsync(ChannelReader<string> lines)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        while (await lines.WaitToReadAsync(timeout.Token))
        {
            if (lines.TryRead(out string? line))
            {
                return line;
            }
        }

        return null;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
