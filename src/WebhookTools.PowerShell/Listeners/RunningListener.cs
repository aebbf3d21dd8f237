using WebhookTools.Listener;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>A listener with what a PowerShell session needs of it: its alerts until they are received, and its latest log.</summary>
internal sealed class RunningListener
{
    private const int RecentLogLength = 200;

    private readonly Queue<ListenerLogMessage> _recentLog = new();
    private WebhookListener? _listener;
    private Task _following = Task.CompletedTask;

    private RunningListener(Guid owner) => Owner = owner;

    /// <summary>The runspace that started it.</summary>
    public Guid Owner { get; }

    /// <summary>The alerts that wait to be received.</summary>
    public AlertBacklog Backlog { get; } = new();

    /// <summary>Where it listens.</summary>
    public Uri Uri => Listener.Uri;

    /// <summary>The journal's active file.</summary>
    public string LogPath => Listener.Options.Journal.Path;

    /// <summary>The scheme that every request must be signed with, or null.</summary>
    public string? Scheme => Listener.Options.Scheme?.Name;

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt => Listener.StartedAt;

    /// <summary>Whether it still listens.</summary>
    public bool IsRunning => Listener.IsRunning;

    /// <summary>What it counted since its start.</summary>
    public ListenerStatistics Statistics => Listener.Statistics;

    /// <summary>The last things that it told its operator, oldest first.</summary>
    public ListenerLogMessage[] RecentLog
    {
        get
        {
            lock (_recentLog)
            {
                return [.. _recentLog];
            }
        }
    }

    private WebhookListener Listener => _listener ?? throw new InvalidOperationException("The listener has not started.");

    /// <summary>Starts a listener, and to keep its alerts.</summary>
    /// <param name="owner">The runspace that starts it.</param>
    /// <param name="onStarting">Told of what the listener says while it starts.</param>
    public static async Task<RunningListener> StartAsync(ListenerOptions options, Guid owner, Action<ListenerLogEntry> onStarting, CancellationToken cancellationToken)
    {
        var running = new RunningListener(owner);
        try
        {
            running._listener = await WebhookListener.StartAsync(
                options,
                TimeProvider.System,
                entry => running.OnLog(entry, onStarting),
                cancellationToken);
        }
        catch (Exception exception) when (FindMissingWebServer(exception) is { } cause)
        {
            throw CommandErrors.WebServerMissing(cause);
        }

        // Followed before anybody knows the port. The following ends with the listener, after what came last.
        running._following = running.KeepAsync(running._listener.FollowAsync(running.Backlog.AddDropped, CancellationToken.None));
        return running;
    }

    /// <summary>Takes no new requests, answers those in flight, closes the journal. Alerts that wait can still be received.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Listener.StopAsync(cancellationToken);
        await _following;
    }

    /// <summary>The runtime's word that there is no ASP.NET Core, wherever it wrapped it.</summary>
    private static FileNotFoundException? FindMissingWebServer(Exception? exception)
    {
        while (exception is not null)
        {
            if (exception is FileNotFoundException { FileName: { } name } missing && name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal))
            {
                return missing;
            }

            exception = exception.InnerException;
        }

        return null;
    }

    private async Task KeepAsync(IAsyncEnumerable<WebhookAlert> alerts)
    {
        try
        {
            await foreach (WebhookAlert alert in alerts)
            {
                Backlog.Add(Alert.From(alert));
            }
        }
        finally
        {
            Backlog.Complete();
        }
    }

    private void OnLog(ListenerLogEntry entry, Action<ListenerLogEntry> onStarting)
    {
        lock (_recentLog)
        {
            _recentLog.Enqueue(ListenerLogMessage.From(entry));
            while (_recentLog.Count > RecentLogLength)
            {
                _recentLog.Dequeue();
            }
        }

        if (_listener is null)
        {
            onStarting(entry);
        }
    }
}
