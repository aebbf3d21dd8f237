namespace WebhookTools.Listener;

/// <summary>What a listener counted since its start.</summary>
public sealed record ListenerStatistics
{
    /// <summary>Requests that were answered, of any kind.</summary>
    public required long Requests { get; init; }

    /// <summary>Webhooks that were accepted and journaled.</summary>
    public required long Accepted { get; init; }

    /// <summary>Webhooks that were accepted as repeats and not journaled again.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Requests refused for their credentials or signature.</summary>
    public required long Unauthorized { get; init; }

    /// <summary>Requests refused for anything else.</summary>
    public required long Rejected { get; init; }

    /// <summary>Alerts in the accepted webhooks.</summary>
    public required long Alerts { get; init; }

    /// <summary>Webhooks that were sent on to where <see cref="ListenerOptions.ForwardTo"/> says.</summary>
    public long Forwarded { get; init; }

    /// <summary>Webhooks that could not be sent on. The log names their journal ids.</summary>
    public long NotForwarded { get; init; }

    /// <summary>When the last webhook was accepted, or null.</summary>
    public DateTimeOffset? LastAcceptedAt { get; init; }
}
