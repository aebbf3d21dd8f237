using System.Collections.Concurrent;
using System.Threading.RateLimiting;

namespace WebhookTools.Listener.Limits;

/// <summary>The permits of one minute. Each minute has a new window, so permits are never returned.</summary>
internal sealed class RateLimitWindow
{
    /// <summary>The number of addresses with a limit of their own. Further ones share one limit, so that a flood from many addresses costs no memory.</summary>
    public const int MaximumAddresses = 10_000;

    private readonly int _perAddress;
    private readonly ConcurrentDictionary<AddressKey, FixedWindowRateLimiter> _addresses = new();
    private readonly FixedWindowRateLimiter? _total;
    private readonly FixedWindowRateLimiter? _otherAddresses;
    private int _addressCount;

    public RateLimitWindow(long minute, int perAddress, int total)
    {
        Minute = minute;
        _perAddress = perAddress;
        _total = total > 0 ? Permits(total) : null;
        _otherAddresses = perAddress > 0 ? Permits(perAddress) : null;
    }

    /// <summary>Minutes since 1970.</summary>
    public long Minute { get; }

    /// <summary>The limiter that all requests share, or null.</summary>
    public RateLimiter? Total => _total;

    /// <summary>The limiter of one address, or null.</summary>
    public RateLimiter? Of(AddressKey address)
    {
        if (_otherAddresses is null)
        {
            return null;
        }

        if (_addresses.TryGetValue(address, out FixedWindowRateLimiter? known))
        {
            return known;
        }

        if (Volatile.Read(ref _addressCount) >= MaximumAddresses)
        {
            return _otherAddresses;
        }

        FixedWindowRateLimiter made = Permits(_perAddress);
        FixedWindowRateLimiter kept = _addresses.GetOrAdd(address, made);
        if (ReferenceEquals(made, kept))
        {
            Interlocked.Increment(ref _addressCount);
        }

        return kept;
    }

    private static FixedWindowRateLimiter Permits(int count) => new(new FixedWindowRateLimiterOptions
    {
        PermitLimit = count,
        Window = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
        AutoReplenishment = false,
    });
}
