namespace WebhookTools.Core.Sending;

/// <summary>When and how often a delivery is retried.</summary>
public sealed record RetryOptions
{
    /// <summary>The upper limit of <see cref="MaximumRetryCount"/>.</summary>
    public const int MaximumRetryCountLimit = 100;

    /// <summary>Gets the default options.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>The maximum number of retries after the first attempt, 0 to 100. The default is 3.</summary>
    public int MaximumRetryCount { get; init; } = 3;

    /// <summary>The base of the exponential backoff, 0 to one day. The default is 1 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The maximum backoff, 0 to one day. The default is 30 s.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The maximum <c>Retry-After</c> that is honored, 0 to one day; a longer one ends the delivery. The default is 5 minutes.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <exception cref="WebhookException">A value is invalid.</exception>
    internal void Validate()
    {
        if (MaximumRetryCount is < 0 or > MaximumRetryCountLimit)
        {
            throw DeliveryOptionErrors.NumberOutOfRange(nameof(MaximumRetryCount), MaximumRetryCount, 0, MaximumRetryCountLimit);
        }

        Check(nameof(BaseDelay), BaseDelay);
        Check(nameof(MaximumBackoff), MaximumBackoff);
        Check(nameof(MaximumRetryDelay), MaximumRetryDelay);

        static void Check(string name, TimeSpan value)
        {
            if (value < TimeSpan.Zero || value > DeliveryOptions.LongestTime)
            {
                throw DeliveryOptionErrors.TimeOutOfRange(name, value, TimeSpan.Zero, DeliveryOptions.LongestTime);
            }
        }
    }
}
