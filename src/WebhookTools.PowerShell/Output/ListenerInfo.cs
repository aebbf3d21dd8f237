using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell.Output;

/// <summary>A listener of this process: where it listens, and what it counted until now.</summary>
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

    /// <summary>Its number in this process, from 1.</summary>
    public int Id { get; }

    /// <summary>Where it listens.</summary>
    public Uri Uri { get; }

    /// <summary>The port that was bound.</summary>
    public int Port => Uri.Port;

    /// <summary>The journal's active file.</summary>
    public string LogPath { get; }

    /// <summary>The scheme that every request must be signed with, or null.</summary>
    public string? Scheme { get; }

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt { get; }

    /// <summary>Whether it still listens.</summary>
    public bool IsRunning => _listener.IsRunning;

    /// <summary>Webhooks that were accepted and journaled.</summary>
    public long Accepted => _listener.Statistics.Accepted;

    /// <summary>Requests that were refused, for any reason.</summary>
    public long Refused => _listener.Statistics.Unauthorized + _listener.Statistics.Rejected;

    /// <summary>Webhooks that were accepted as repeats and not journaled again.</summary>
    public long Duplicates => _listener.Statistics.Duplicates;

    /// <summary>Alerts in the accepted webhooks.</summary>
    public long Alerts => _listener.Statistics.Alerts;

    /// <summary>When the last webhook was accepted, or null.</summary>
    public DateTimeOffset? LastAcceptedAt => _listener.Statistics.LastAcceptedAt;

    /// <summary>The SHA-256 thumbprint of the certificate that is shown, in hexadecimal digits; null without TLS.</summary>
    public string? CertificateThumbprint => _listener.CertificateThumbprint;

    /// <summary>Webhooks that were sent on to where -ForwardTo says.</summary>
    public long Forwarded => _listener.Statistics.Forwarded;

    /// <summary>Webhooks that could not be sent on; <see cref="Log"/> names their ids in the log file.</summary>
    public long NotForwarded => _listener.Statistics.NotForwarded;

    /// <summary>Alerts that the script block of -OnAlert was run for.</summary>
    public long OnAlertCount => _listener.Handler?.Handled ?? 0;

    /// <summary>Those among them for which it reported an error; <see cref="Log"/> has the errors.</summary>
    public long OnAlertFailed => _listener.Handler?.Failed ?? 0;

    /// <summary>Alerts that the script block of -OnAlert was not run for, since it was too slow or was stopped.</summary>
    public long OnAlertMissed => _listener.Handler?.Missed ?? 0;

    /// <summary>Alerts that wait for <c>Receive-Webhook</c>.</summary>
    public int Waiting => _listener.Backlog.Count;

    /// <summary>The last things that the listener told its operator, oldest first: refusals and their reasons among them.</summary>
    public ListenerLogMessage[] Log => _listener.RecentLog;

    /// <summary>The alerts that wait for <c>Receive-Webhook</c>.</summary>
    internal AlertBacklog Backlog => _listener.Backlog;

    /// <inheritdoc/>
    public override string ToString() => Uri.ToString();
}
