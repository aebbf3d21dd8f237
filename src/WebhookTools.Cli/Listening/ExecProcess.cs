using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WebhookTools.Cli.Output;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>One run of the program, for one alert.</summary>
internal sealed class ExecProcess(ExecProgram program, WebhookAlert alert, TimeProvider timeProvider)
{
    private const int KeptErrorBytes = 2048;

    // A child process of an exited program may still hold its standard error open.
    private static readonly TimeSpan ErrorReadTimeout = TimeSpan.FromSeconds(1);

    private readonly StreamTail _error = new(KeptErrorBytes);

    /// <summary>Runs the program to its end, or kills it at the timeout or when canceled.</summary>
    /// <returns>The log entry for the operator.</returns>
    public async Task<ListenerLogEntry> RunAsync(CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = CreateStart() };
        try
        {
            process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            return Entry(ListenerLogLevel.Error, "CommandNotStarted", $"could not be started: {exception.Message}");
        }

        using var timeout = new CancellationTokenSource(program.Timeout, timeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var reading = new CancellationTokenSource();
        Task streams = Task.WhenAll(
            WriteInputAsync(process, either.Token),
            IgnoreBrokenPipeAsync(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, reading.Token)),
            IgnoreBrokenPipeAsync(_error.ReadAsync(process.StandardError.BaseStream, reading.Token)));
        bool isKilled = false;
        try
        {
            await process.WaitForExitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            isKilled = Kill(process);
            await process.WaitForExitAsync(CancellationToken.None);
        }

        reading.CancelAfter(ErrorReadTimeout);
        await streams;
        return isKilled ? Killed(timeout.IsCancellationRequested) : Exited(process.ExitCode);
    }

    private static bool Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            return true;
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The program, or a child process, has just exited.
            return !process.HasExited;
        }
    }

    // A program may ignore its input, and its child processes may keep its pipes open.
    private static async Task IgnoreBrokenPipeAsync(Task stream)
    {
        try
        {
            await stream;
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
        {
        }
    }

    private ProcessStartInfo CreateStart()
    {
        var start = new ProcessStartInfo(program.Path, program.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string name in program.SecretVariables)
        {
            start.Environment.Remove(name);
        }

        ExecEnvironment.Set(start.Environment, alert);
        return start;
    }

    private async Task WriteInputAsync(Process process, CancellationToken cancellationToken)
    {
        using var json = new MemoryStream();
        await using (var writer = new Utf8JsonWriter(json))
        {
            AlertJson.Write(writer, alert);
        }

        json.WriteByte((byte)'\n');
        Stream input = process.StandardInput.BaseStream;
        await IgnoreBrokenPipeAsync(input.WriteAsync(json.GetBuffer().AsMemory(0, (int)json.Length), cancellationToken).AsTask());
        await IgnoreBrokenPipeAsync(input.DisposeAsync().AsTask());
    }

    private ListenerLogEntry Killed(bool isOverTime) => isOverTime
        ? Entry(ListenerLogLevel.Warning, "CommandTimedOut", string.Create(CultureInfo.InvariantCulture, $"was killed after {program.Timeout.TotalSeconds} s"))
        : Entry(ListenerLogLevel.Warning, "CommandStopped", "was killed because the listener was stopped");

    private ListenerLogEntry Exited(int exitCode) => (exitCode, HasErrorOutput: _error.Text().Length > 0) switch
    {
        (0, false) => Entry(ListenerLogLevel.Debug, "CommandDone", "exited with 0"),
        (0, true) => Entry(ListenerLogLevel.Information, "CommandDone", "exited with 0"),
        _ => Entry(ListenerLogLevel.Warning, "CommandFailed", string.Create(CultureInfo.InvariantCulture, $"exited with {exitCode}")),
    };

    private ListenerLogEntry Entry(ListenerLogLevel level, string eventId, string outcome)
    {
        string error = _error.Text();
        string message = $"{Path.GetFileName(program.Path)} {outcome} for alert {alert.Id}{(error.Length == 0 ? "." : $". Standard error: {error}")}";
        return new ListenerLogEntry(level, timeProvider.GetUtcNow(), eventId, message);
    }
}
