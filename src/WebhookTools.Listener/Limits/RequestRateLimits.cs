using System.Net;
using System.Threading.RateLimiting;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// Requests per minute, of one address and in all, in fixed windows that begin with the clock's minute.
/// The permits are counted by the framework's own limiter; this class only says when a window begins, by a clock that a test can move.
/// </summary>
internal sealed class RequestRateLimits(int perAddress, int total, TimeProvider timeProvider)
{
    private readonly Lock _gate = new();
    private RateLimitWindow _window = new(minute: -1, perAddress, total);

    /// <summary>Takes a permit for a request, or finds that there is none.</summary>
    public RateLimitDecision Take(IPAddress? remote) => Decide(remote, isTaken: true);

    /// <summary>What is left, without taking anything.</summary>
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

        // An address over its own limit takes nothing from the others' share, so its own limit is looked at first;
        // but once nothing is left for anyone, a new address is not worth remembering.
        int totalRemaining = Remaining(totalLimiter);
        RateLimiter? addressLimiter = totalRemaining > 0 ? window.Of(AddressKey.Of(remote)) : null;
        bool isAllowed = totalRemaining > 0 && (!isTaken || (HasPermit(addressLimiter) && HasPermit(totalLimiter)));

        int addressRemaining = Remaining(addressLimiter);
        totalRemaining = Remaining(totalLimiter);
        bool isAddressNearer = addressLimiter is not null && (totalLimiter is null || addressRemaining <= totalRemaining);
        long resetsAt = (minute + 1) * 60;
        return new RateLimitDecision(
            isAllowed,
            isAddressNearer || totalLimiter is null ? perAddress : total,
            isAddressNearer ? addressRemaining : totalRemaining,
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
                // The old window is left to the collector: another request may still be asking it.
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
