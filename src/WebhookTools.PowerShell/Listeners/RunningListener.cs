using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>A listener with what a PowerShell session needs of it: its alerts until they are received, and its latest log.</summary>
internal sealed class RunningListener
{
    private const int RecentLogLength = 200;

    private readonly Queue<ListenerLogMessage> _recentLog = new();
    private readonly AlertHandler? _handler;
    private WebhookListener? _listener;
    private Task _following = Task.CompletedTask;
    private Task _handlerEnding = Task.CompletedTask;

    private RunningListener(Guid owner, AlertScript? onAlert)
    {
        Owner = owner;
        _handler = onAlert is null ? null : AlertHandler.Open(onAlert, Remember);
    }

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

    /// <summary>The SHA-256 thumbprint of the certificate that it shows, or null.</summary>
    public string? CertificateThumbprint => Listener.CertificateThumbprint;

    /// <summary>What runs the script block of -OnAlert, or null.</summary>
    public AlertHandler? Handler => _handler;

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
    /// <param name="onAlert">The script that is run for each alert, or null.</param>
    /// <param name="onStarting">Told of what the listener says while it starts.</param>
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

        // Followed before anybody knows the port. The following ends with the listener, after what came last.
        running._following = running.KeepAsync(running._listener.FollowAsync(running.Backlog.AddDropped, CancellationToken.None));
        running._handler?.Begin(running._listener);
        return running;
    }

    /// <summary>Takes no new requests, answers those in flight, closes the journal, ends the script of -OnAlert. Alerts that wait can still be received.</summary>
    /// <param name="caller">The runspace that asks for it, or null.</param>
    public async Task StopAsync(Guid? caller, CancellationToken cancellationToken)
    {
        long began = TimeProvider.System.GetTimestamp();
        await Listener.StopAsync(cancellationToken);
        await _following;
        if (_handler is null)
        {
            return;
        }

        TimeSpan left = Listener.Options.StopTimeout - TimeProvider.System.GetElapsedTime(began);
        _handlerEnding = _handler.StopAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero);

        // A script that stops its own listener cannot be waited for by itself.
        if (caller != _handler.RunspaceId)
        {
            await _handlerEnding;
        }
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
