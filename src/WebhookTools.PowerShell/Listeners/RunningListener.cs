using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>A listener with what a PowerShell session needs: its alerts until they are received, and its latest messages.</summary>
internal sealed class RunningListener
{
    private const int RecentLogLength = 200;

    private readonly Queue<ListenerLogMessage> _recentLog = new();
    private readonly AlertHandler? _handler;
    private WebhookListener? _listener;
    private Task _following = Task.CompletedTask;
    private Task _handlerStop = Task.CompletedTask;

    private RunningListener(Guid owner, AlertScript? onAlert)
    {
        Owner = owner;
        _handler = onAlert is null ? null : AlertHandler.Open(onAlert, Remember);
    }

    /// <summary>The runspace that started the listener.</summary>
    public Guid Owner { get; }

    /// <summary>The alerts that have not been received.</summary>
    public AlertBacklog Backlog { get; } = new();

    public Uri Uri => Listener.Uri;

    /// <summary>The path of the journal's active file.</summary>
    public string LogPath => Listener.Options.Journal.Path;

    /// <summary>The name of the scheme that webhooks must be signed with, or null.</summary>
    public string? Scheme => Listener.Options.Scheme?.Name;

    /// <summary>The SHA-256 thumbprint of the certificate, or null.</summary>
    public string? CertificateThumbprint => Listener.CertificateThumbprint;

    /// <summary>The handler that runs the script block of -OnAlert, or null.</summary>
    public AlertHandler? Handler => _handler;

    public DateTimeOffset StartedAt => Listener.StartedAt;

    public bool IsRunning => Listener.IsRunning;

    public ListenerStatistics Statistics => Listener.Statistics;

    /// <summary>The latest messages, oldest first.</summary>
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

    /// <summary>Starts a listener and begins to keep its alerts.</summary>
    /// <param name="owner">The runspace that starts the listener.</param>
    /// <param name="onAlert">The script to run for each alert, or null.</param>
    /// <param name="onStarting">Receives the listener's messages while it starts.</param>
    public static async Task<RunningListener> StartAsync(ListenerOptions options, Guid owner, AlertScript? onAlert, Action<ListenerLogEntry> onStarting, CancellationToken cancellationToken)
    {
        var running = new RunningListener(owner, onAlert);
        try
        {
            running._listener = await WebhookListener.StartAsync(
                options,
                TimeProvider.System,
                entry => running.OnLog(entry, onStarting),
                cancellationToken);
        }
        catch (Exception exception)
        {
            running._handler?.Abandon();
            if (FindMissingWebServer(exception) is { } cause)
            {
                throw CommandErrors.WebServerMissing(cause);
            }

            throw;
        }

        // Subscribed before the caller knows the port. The subscription ends with the listener, after the last alert.
        running._following = running.KeepAsync(running._listener.FollowAsync(running.Backlog.AddDropped, CancellationToken.None));
        running._handler?.Start(running._listener);
        return running;
    }

    /// <summary>Stops the listener and the script of -OnAlert. Alerts in the backlog can still be received.</summary>
    /// <param name="caller">The calling runspace, or null.</param>
    public async Task StopAsync(Guid? caller, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        await Listener.StopAsync(cancellationToken);
        await _following;
        if (_handler is null)
        {
            return;
        }

        TimeSpan left = Listener.Options.StopTimeout - TimeProvider.System.GetElapsedTime(start);
        _handlerStop = _handler.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);

        // A script that stops its own listener cannot wait for itself.
        if (caller != _handler.RunspaceId)
        {
            await _handlerStop;
        }
    }

    /// <summary>Finds the runtime's exception for a missing ASP.NET Core among the inner exceptions.</summary>
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
        Remember(entry);
        if (_listener is null)
        {
            onStarting(entry);
        }
    }

    private void Remember(ListenerLogEntry entry)
    {
        lock (_recentLog)
        {
            _recentLog.Enqueue(ListenerLogMessage.From(entry));
            while (_recentLog.Count > RecentLogLength)
            {
                _recentLog.Dequeue();
            }
        }
    }
}
