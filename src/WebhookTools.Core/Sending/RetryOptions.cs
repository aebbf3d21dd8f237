namespace WebhookTools.Core.Sending;

/// <summary>When and how often a delivery is tried again.</summary>
public sealed record RetryOptions
{
    /// <summary>The most retries that may be asked for.</summary>
    public const int MaximumRetryCountLimit = 100;

    /// <summary>Three retries, one second, half a minute, five minutes.</summary>
    public static RetryOptions Default { get; } = new();

    /// <summary>How many attempts follow the first one, 0 to 100. Default: 3.</summary>
    public int MaximumRetryCount { get; init; } = 3;

    /// <summary>The base of the exponential back-off, 0 to one day. Default: 1 s.</summary>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The most that the back-off waits, 0 to one day. Default: 30 s.</summary>
    public TimeSpan MaximumBackoff { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most that a <c>Retry-After</c> is honoured, 0 to one day; a longer one ends the delivery. Default: 5 minutes.</summary>
    public TimeSpan MaximumRetryDelay { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks every value.</summary>
    /// <exception cref="WebhookException">The first one that is not allowed, with what is.</exception>
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
