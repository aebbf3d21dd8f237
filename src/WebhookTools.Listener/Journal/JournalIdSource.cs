using System.Buffers.Binary;
using WebhookTools.Core;

namespace WebhookTools.Listener.Journal;

/// <summary>
/// Generates unique ids that sort by time, even if the clock is set back. Thread-safe.
/// An id is a ULID: 26 characters in Crockford's base 32. The first ten encode the milliseconds since 1970. The others
/// encode 80 bits, which are random for each new millisecond and incremented within one. If the clock is set back, ids continue
/// in the last millisecond. After a restart, the random bits keep ids distinct.
/// </summary>
public sealed class JournalIdSource
{
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Length = 26;
    private const int BitsPerCharacter = 5;
    private readonly TimeProvider _timeProvider;
    private readonly IRandomSource _random;
    private readonly Lock _gate = new();
    private long _millisecond = -1;
    private UInt128 _entropy;

    /// <summary>Creates a generator.</summary>
    public JournalIdSource(TimeProvider timeProvider, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(random);
        _timeProvider = timeProvider;
        _random = random;
    }

    private static UInt128 EntropyMask => (UInt128.One << 80) - 1;

    /// <summary>Returns the next id.</summary>
    public string Next()
    {
        long now = Math.Max(0, _timeProvider.GetUtcNow().ToUnixTimeMilliseconds());
        UInt128 value;
        lock (_gate)
        {
            if (now > _millisecond)
            {
                _millisecond = now;
                _entropy = Draw();
            }
            else if (++_entropy > EntropyMask)
            {
                _millisecond++;
                _entropy = Draw();
            }

            value = ((UInt128)(ulong)_millisecond << 80) | _entropy;
        }

        return string.Create(Length, value, static (characters, value) =>
        {
            for (int i = characters.Length - 1; i >= 0; i--)
            {
                characters[i] = Alphabet[(int)(value & 31)];
                value >>= BitsPerCharacter;
            }
        });
    }

    private UInt128 Draw()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.Fill(bytes);

        // The highest bit stays free, so that incrementing does not overflow.
        return BinaryPrimitives.ReadUInt128LittleEndian(bytes) & (EntropyMask >> 1);
    }
}
