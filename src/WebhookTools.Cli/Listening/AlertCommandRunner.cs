using System.Globalization;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>Runs the command for every alert of a listener, so many at once, and tells the operator how each ended. What comes faster than it can be run waits in the follower's bounded queue.</summary>
internal sealed class AlertCommandRunner : IAsyncDisposable
{
    private readonly AlertCommand _command;
    private readonly TimeProvider _timeProvider;
    private readonly Action<ListenerLogEntry> _log;
    private readonly SemaphoreSlim _free;
    private readonly CancellationTokenSource _following = new();
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _running;

    /// <summary>Follows the listener from now on.</summary>
    public AlertCommandRunner(AlertCommand command, WebhookListener listener, TimeProvider timeProvider, Action<ListenerLogEntry> log)
    {
        _command = command;
        _timeProvider = timeProvider;
        _log = log;
        _free = new SemaphoreSlim(command.Concurrency);
        _running = RunAllAsync(listener.FollowAsync(
            missed => Warn("CommandNotRun", string.Create(CultureInfo.InvariantCulture, $"For {missed} alerts the command was not run, since it takes longer than they come: the journal holds them.")),
            _following.Token));
    }

    /// <summary>The listener has stopped: waits for what is running and what still waits; kills, and tells, what is left when the time is over.</summary>
    public async Task FinishAsync(TimeSpan patience)
    {
        try
        {
            await _running.WaitAsync(patience, _timeProvider);
        }
        catch (TimeoutException)
        {
            await _ending.CancelAsync();
            await _running;
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The listener may still be running, where something else than a signal ends the verb.
        await _following.CancelAsync();
        await FinishAsync(TimeSpan.Zero);
        _following.Dispose();
        _ending.Dispose();
        _free.Dispose();
    }

    private async Task RunAllAsync(IAsyncEnumerable<WebhookAlert> alerts)
    {
        var running = new List<Task>();
        string? firstLeft = null;
        long left = 0;

        try
        {
            // Not ended with the commands: the queue is emptied, so that what is left is counted.
            await foreach (WebhookAlert alert in alerts)
            {
                if (!await WaitForFreeAsync())
                {
                    firstLeft ??= alert.Id;
                    left++;
                    continue;
                }

                running.RemoveAll(static task => task.IsCompleted);
                running.Add(RunOneAsync(alert));
            }
        }
        catch (OperationCanceledException)
        {
            // Followed no longer.
        }

        await Task.WhenAll(running);
        if (left > 0)
        {
            Warn("CommandNotRun", string.Create(CultureInfo.InvariantCulture, $"For {left} alerts from {firstLeft} on the command was not run, since the listener was stopped: the journal holds them."));
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
            _log(await new AlertCommandProcess(_command, alert, _timeProvider).RunAsync(_ending.Token));
        }
#pragma warning disable CA1031 // One alert whose command failed in a way that nobody foresaw must not end the commands of the others.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Warn("CommandFailed", $"The command for alert {alert.Id} failed: {exception}");
        }
        finally
        {
            _free.Release();
        }
    }

    private void Warn(string eventId, string message) => _log(new ListenerLogEntry(ListenerLogLevel.Warning, _timeProvider.GetUtcNow(), eventId, message));
}
