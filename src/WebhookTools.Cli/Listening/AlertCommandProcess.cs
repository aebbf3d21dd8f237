using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using WebhookTools.Cli.Json;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>One run of the command, for one alert.</summary>
internal sealed class AlertCommandProcess(AlertCommand command, WebhookAlert alert, TimeProvider timeProvider)
{
    private const int KeptErrorBytes = 2048;

    /// <summary>A program that has ended may have left another one behind that holds its standard error open.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    private readonly StreamTail _error = new(KeptErrorBytes);

    /// <summary>Runs the command to its end, or kills it when its time or the listener's patience is over.</summary>
    /// <returns>What the operator should know.</returns>
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

        using var timeout = new CancellationTokenSource(command.Timeout, timeProvider);
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

        reading.CancelAfter(LastWords);
        await streams;
        return isKilled ? Killed(timeout.IsCancellationRequested) : Ended(process.ExitCode);
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
            // It ended by itself just now, or a child of it did.
            return !process.HasExited;
        }
    }

    /// <summary>A program need not read what it is given, and a pipe may be held open by what it started.</summary>
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
        var start = new ProcessStartInfo(command.Path, command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        AlertVariables.Set(start.Environment, alert);
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
        ? Entry(ListenerLogLevel.Warning, "CommandTimedOut", string.Create(CultureInfo.InvariantCulture, $"took longer than {command.Timeout.TotalSeconds} s and was killed"))
        : Entry(ListenerLogLevel.Warning, "CommandStopped", "was killed, since the listener was stopped before it had ended");

    private ListenerLogEntry Ended(int exitCode) => (exitCode, HasSpoken: _error.Text().Length > 0) switch
    {
        (0, false) => Entry(ListenerLogLevel.Debug, "CommandDone", "ended with 0"),
        (0, true) => Entry(ListenerLogLevel.Information, "CommandDone", "ended with 0"),
        _ => Entry(ListenerLogLevel.Warning, "CommandFailed", string.Create(CultureInfo.InvariantCulture, $"ended with {exitCode}")),
    };

    private ListenerLogEntry Entry(ListenerLogLevel level, string eventId, string what)
    {
        string said = _error.Text();
        string message = $"{Path.GetFileName(command.Path)} {what} for alert {alert.Id}{(said.Length == 0 ? "." : $"; it said: {said}")}";
        return new ListenerLogEntry(level, timeProvider.GetUtcNow(), eventId, message);
    }
}
