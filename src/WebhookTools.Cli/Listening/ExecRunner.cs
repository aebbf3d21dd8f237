using System.Globalization;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>Runs a program for every alert of a listener, several at once, and logs each outcome. Alerts that arrive faster wait in the follower's bounded queue.</summary>
internal sealed class ExecRunner : IAsyncDisposable
{
    private readonly ExecProgram _program;
    private readonly TimeProvider _timeProvider;
    private readonly Action<ListenerLogEntry> _log;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _following = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;

    public ExecRunner(ExecProgram program, WebhookListener listener, TimeProvider timeProvider, Action<ListenerLogEntry> log)
    {
        _program = program;
        _timeProvider = timeProvider;
        _log = log;
        _free = new SemaphoreSlim(program.Concurrency);
        _running = RunAllAsync(listener.FollowAsync(
            missed => Warn("CommandNotRun", string.Create(CultureInfo.InvariantCulture, $"The program was not run for {missed} alerts because it is slower than they arrive. They are in the journal.")),
            _following.Token));
    }

    /// <summary>Waits, after the listener has stopped, for running programs and queued alerts. After the timeout, kills the programs and logs the alerts that remain.</summary>
    public async Task FinishAsync(TimeSpan timeout)
    {
        try
        {
            await _running.WaitAsync(timeout, _timeProvider);
        }
        catch (TimeoutException)
        {
            await _ending.CancelAsync();
            await _running;
        }
    }

    /// <summary>Kills the running programs with their child processes, and starts no more.</summary>
    public async Task AbortAsync()
    {
        await _following.CancelAsync();
        await FinishAsync(TimeSpan.Zero);
    }

    public async ValueTask DisposeAsync()
    {
        // The listener still runs if an error ends the command.
        await AbortAsync();
        _following.Dispose();
        _ending.Dispose();
        _free.Dispose();
    }

    private async Task RunAllAsync(IAsyncEnumerable<WebhookAlert> alerts)
    {
        var running = new List<Task>();
        string? firstSkipped = null;
        long skipped = 0;

        try
        {
            // The loop continues after the programs were killed, to count the remaining alerts.
            await foreach (WebhookAlert alert in alerts)
            {
                if (!await WaitForFreeAsync())
                {
                    firstSkipped ??= alert.Id;
                    skipped++;
                    continue;
                }

                running.RemoveAll(static task => task.IsCompleted);
                running.Add(RunOneAsync(alert));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed.
        }

        await Task.WhenAll(running);
        if (skipped > 0)
        {
            Warn("CommandNotRun", string.Create(CultureInfo.InvariantCulture, $"The program was not run for {skipped} alerts, starting with {firstSkipped}, because the listener was stopped. They are in the journal."));
        }
    }

    private async Task<bool> WaitForFreeAsync()
    {
        try
        {
            await _free.WaitAsync(_ending.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task RunOneAsync(WebhookAlert alert)
    {
        try
        {
            _log(await new ExecProcess(_program, alert, _timeProvider).RunAsync(_ending.Token));
        }
#pragma warning disable CA1031 // An unexpected failure for one alert must not stop the programs for the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Warn("CommandFailed", $"The program for alert {alert.Id} failed: {exception}");
        }
        finally
        {
            _free.Release();
        }
    }

    private void Warn(string eventId, string message) => _log(new ListenerLogEntry(ListenerLogLevel.Warning, _timeProvider.GetUtcNow(), eventId, message));
}
