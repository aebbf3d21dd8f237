using System.Net;
using System.Threading.RateLimiting;

namespace WebhookTools.Listener.Limits;

/// <summary>The decision about a request, and what the response states about the limit that is closest.</summary>
/// <param name="Limit">Requests per minute; 0 if there is no limit.</param>
/// <param name="Remaining">The requests that remain in this minute.</param>
/// <param name="ResetsAt">When the next minute begins, in seconds since 1970.</param>
/// <param name="SecondsLeft">Whole seconds until then, at least 1.</param>
internal readonly record struct RateLimitDecision(bool IsAllowed, int Limit, int Remaining, long ResetsAt, int SecondsLeft)
{
    public static RateLimitDecision Unlimited { get; } = new(true, 0, 0, 0, 0);
}

/// <summary>
/// Limits the requests per minute, from one address and in total, in windows that start with the clock's minute. The framework's limiter
/// counts the permits; this class starts the windows by a clock that tests control.
/// </summary>
internal sealed class RequestRateLimits(int perAddress, int total, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private RateLimitWindow _window = new(minute: -1, perAddress, total);

    /// <summary>Takes a permit for a request, if there is one.</summary>
    public RateLimitDecision Take(IPAddress? remote) => Decide(remote, isTaken: true);

    /// <summary>Returns what remains without taking a permit.</summary>
    public RateLimitDecision Peek(IPAddress? remote) => Decide(remote, isTaken: false);

    private RateLimitDecision Decide(IPAddress? remote, bool isTaken)
    {
        if (perAddress == 0 && total == 0)
        {
            return RateLimitDecision.Unlimited;
        }

        long now = timeProvider.GetUtcNow().ToUnixTimeSeconds();
        long minute = now / 60;
        RateLimitWindow window = WindowOf(minute);
        RateLimiter? totalLimiter = window.Total;

        // The address's own limit is checked first, so that an address over it takes nothing from the others. Once the total is used up,
        // a new address is not remembered.
        int totalRemaining = Remaining(totalLimiter);
        RateLimiter? addressLimiter = totalRemaining > 0 ? window.Of(AddressKey.Of(remote)) : null;
        bool isAllowed = totalRemaining > 0 && (!isTaken || (HasPermit(addressLimiter) && HasPermit(totalLimiter)));

        int addressRemaining = Remaining(addressLimiter);
        totalRemaining = Remaining(totalLimiter);
        bool isAddressCloser = addressLimiter is not null && (totalLimiter is null || addressRemaining <= totalRemaining);
        long resetsAt = (minute + 1) * 60;
        return new RateLimitDecision(
            isAllowed,
            isAddressCloser || totalLimiter is null ? perAddress : total,
            isAddressCloser ? addressRemaining : totalRemaining,
            resetsAt,
            (int)Math.Max(1, resetsAt - now));
    }

    private RateLimitWindow WindowOf(long minute)
    {
        RateLimitWindow window = Volatile.Read(ref _window);
        if (window.Minute == minute)
        {
            return window;
        }

        lock (_gate)
        {
            if (_window.Minute != minute)
            {
                // The old window is not disposed, because another request may still be using it.
                Volatile.Write(ref _window, new RateLimitWindow(minute, perAddress, total));
            }

            return _window;
        }
    }

    private static int Remaining(RateLimiter? limiter) =>
        limiter is null ? int.MaxValue : (int)(limiter.GetStatistics()?.CurrentAvailablePermits ?? 0);

    private static bool HasPermit(RateLimiter? limiter)
    {
        if (limiter is null)
        {
            return true;
        }

        using RateLimitLease lease = limiter.AttemptAcquire();
        return lease.IsAcquired;
    }
}
