using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell.Output;

/// <summary>A listener in this process: its address and its counters.</summary>
public sealed class ListenerInfo
{
    private readonly RunningListener _listener;

    internal ListenerInfo(int id, RunningListener listener)
    {
        Id = id;
        _listener = listener;
        Uri = listener.Uri;
        LogPath = listener.LogPath;
        Scheme = listener.Scheme;
        StartedAt = listener.StartedAt;
    }

    /// <summary>The id in this process, starting with 1.</summary>
    public int Id { get; }

    /// <summary>The address on which it listens.</summary>
    public Uri Uri { get; }

    /// <summary>The bound port.</summary>
    public int Port => Uri.Port;

    /// <summary>The path of the log's active file.</summary>
    public string LogPath { get; }

    /// <summary>The signature scheme that requests must use, or null.</summary>
    public string? Scheme { get; }

    /// <summary>The start time.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>True if the listener is running.</summary>
    public bool IsRunning => _listener.IsRunning;

    /// <summary>The number of webhooks that were accepted and logged.</summary>
    public long Accepted => _listener.Statistics.Accepted;

    /// <summary>The number of requests that were rejected for any reason.</summary>
    public long Rejected => _listener.Statistics.Unauthorized + _listener.Statistics.Rejected;

    /// <summary>The number of webhooks that were accepted as duplicates and not logged again.</summary>
    public long Duplicates => _listener.Statistics.Duplicates;

    /// <summary>The number of alerts in the accepted webhooks.</summary>
    public long Alerts => _listener.Statistics.Alerts;

    /// <summary>The time of the last accepted webhook, or null.</summary>
    public DateTimeOffset? LastAcceptedAt => _listener.Statistics.LastAcceptedAt;

    /// <summary>The SHA-256 thumbprint of the TLS certificate in hexadecimal, or null without TLS.</summary>
    public string? CertificateThumbprint => _listener.CertificateThumbprint;

    /// <summary>The number of webhooks that were forwarded to -ForwardTo.</summary>
    public long Forwarded => _listener.Statistics.Forwarded;

    /// <summary>The number of webhooks that could not be forwarded. <see cref="Log"/> contains their ids in the log file.</summary>
    public long NotForwarded => _listener.Statistics.NotForwarded;

    /// <summary>The number of alerts for which the -OnAlert script block ran.</summary>
    public long OnAlertCount => _listener.Handler?.Handled ?? 0;

    /// <summary>The number of alerts for which the -OnAlert script block reported an error. <see cref="Log"/> contains the errors.</summary>
    public long OnAlertFailed => _listener.Handler?.Failed ?? 0;

    /// <summary>The number of alerts for which the -OnAlert script block did not run, because it was too slow or was stopped.</summary>
    public long OnAlertMissed => _listener.Handler?.Missed ?? 0;

    /// <summary>The number of alerts that are waiting for <c>Receive-Webhook</c>.</summary>
    public int Waiting => _listener.Backlog.Count;

    /// <summary>The most recent log messages, oldest first, including rejected requests and their reasons.</summary>
    public ListenerLogMessage[] Log => _listener.RecentLog;

    internal AlertBacklog Backlog => _listener.Backlog;

    /// <inheritdoc/>
    public override string ToString() => Uri.ToString();
}
