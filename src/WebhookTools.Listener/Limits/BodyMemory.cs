using System.Net;
using System.Numerics;

namespace WebhookTools.Listener.Limits;

/// <summary>
/// Limits the memory of all bodies in progress, and the share of one address. The first bytes of each body are not counted, so that
/// webhooks of the usual size are always accepted; a larger one is rejected while others use all of the memory. Thread-safe.
/// </summary>
internal sealed class BodyMemory
{
    /// <summary>The number of bytes of each body that are not counted.</summary>
    public const int FreeShare = 16 * 1024;

    /// <summary>The memory in bytes, unless four bodies may need more.</summary>
    private const long MinimumSize = 32L << 20;

    private const int MinimumBodies = 4;

    /// <summary>The part of the memory that one address may use, unless a single body may need more.</summary>
    private const int AddressFraction = 8;

    private readonly Lock _gate = new();
    private readonly Dictionary<AddressKey, long> _taken = [];
    private readonly long _addressShare;
    private long _left;

    public BodyMemory(long maximumBodySize)
    {
        MaximumBodySize = maximumBodySize;
        long largest = (long)BitOperations.RoundUpToPowerOf2((ulong)maximumBodySize);
        _left = Math.Max(MinimumSize, MinimumBodies * largest);
        _addressShare = Math.Max(_left / AddressFraction, largest);
    }

    /// <summary>The maximum size of a body in bytes.</summary>
    public long MaximumBodySize { get; }

    /// <returns>False if there is not enough memory left.</returns>
    public bool TryTake(IPAddress? remote, long bytes)
    {
        var address = AddressKey.Of(remote);
        lock (_gate)
        {
            long taken = _taken.GetValueOrDefault(address) + bytes;
            if (bytes > _left || taken > _addressShare)
            {
                return false;
            }

            _left -= bytes;
            _taken[address] = taken;
            return true;
        }
    }

    public void Return(IPAddress? remote, long bytes)
    {
        var address = AddressKey.Of(remote);
        lock (_gate)
        {
            _left += bytes;
            if ((_taken[address] -= bytes) == 0)
            {
                _taken.Remove(address);
            }
        }
    }
}
