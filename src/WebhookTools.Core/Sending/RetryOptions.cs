namespace WebhookTools.Core.Sending;

/// <summary>When and how often a delivery is tried again.</summary>
public sealed record RetryOptions
{
    /// <summary>Three retries, one second, half a minute, five minutes.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>How many attempts follow the first one, 0 to 100. Default: 3.</summary>
    public int MaximumRetryCount { get; init; } = 3;

    /// <summary>The base of the exponential back-off, 0 to one day. Default: 1 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that the back-off waits. Default: 30 s.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most that a <c>Retry-After</c> is honoured; a longer one ends the delivery. Default: 5 minutes.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromMinutes(5);
}
