namespace WebhookTools.Listener;

/// <summary>A listener's counters since its start.</summary>
public sealed record ListenerStatistics
{
    /// <summary>The number of requests of any kind that were answered.</summary>
    public required long Requests { get; init; }

    /// <summary>The number of webhooks that were accepted and added to the journal.</summary>
    public required long Accepted { get; init; }

    /// <summary>The number of webhooks that were accepted as duplicates and not added to the journal again.</summary>
    public required long Duplicates { get; init; }

    /// <summary>The number of requests that were rejected because the sender was not authorized.</summary>
    public required long Unauthorized { get; init; }

    /// <summary>The number of requests that were rejected for any other reason.</summary>
    public required long Rejected { get; init; }

    /// <summary>The number of alerts in the accepted webhooks.</summary>
    public required long Alerts { get; init; }

    /// <summary>The number of webhooks that were forwarded to <see cref="ListenerOptions.ForwardTo"/>.</summary>
    public long Forwarded { get; init; }

    /// <summary>The number of webhooks that could not be forwarded. The log names their journal ids.</summary>
    public long NotForwarded { get; init; }

    /// <summary>When the last webhook was accepted, or null.</summary>
    public DateTimeOffset? LastAcceptedAt { get; init; }
}
