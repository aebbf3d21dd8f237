using System.Buffers.Binary;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Hashes member names that come from anyone. The key's bytes are the coefficients of a polynomial over the prime 2^61 − 1,
/// evaluated at a point that is drawn once per process: without the point nobody can make two keys meet more often than by chance,
/// which is at most (length / 7) in 2^60 for any pair. Short keys, which nearly all are, cost one or two multiplications.
/// </summary>
internal static class KeyHash
{
    private const ulong Prime = (1UL << 61) - 1;
    private const int BytesPerTerm = 7;
    private const ulong TermMask = (1UL << (8 * BytesPerTerm)) - 1;

    private static readonly ulong Point = DrawPoint();

    /// <summary>The hash of a key. It differs from process to process.</summary>
    public static uint Compute(ReadOnlySpan<byte> key)
    {
        // The length is a term of its own: it tells keys apart that differ in zero bytes at their end.
        ulong hash = (ulong)key.Length;
        while (key.Length >= sizeof(ulong))
        {
            hash = Step(hash, BinaryPrimitives.ReadUInt64LittleEndian(key) & TermMask);
            key = key[BytesPerTerm..];
        }

        hash = Step(hash, ReadShort(key));
        return Finish(hash);
    }

    private static ulong Step(ulong hash, ulong term)
    {
        ulong high = Math.BigMul(hash, Point, out ulong low);

        // 2^61 is 1 modulo the prime: what is above bit 61 is added to what is below.
        ulong sum = (low & Prime) + ((low >> 61) | (high << 3)) + term;
        sum = (sum & Prime) + (sum >> 61);
        return sum >= Prime ? sum - Prime : sum;
    }

    /// <summary>The last term: at most seven bytes.</summary>
    private static ulong ReadShort(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length >= sizeof(uint))
        {
            // Two reads that overlap: together they hold each byte at its own place.
            ulong first = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            ulong last = BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]);
            return first | (last << (8 * (bytes.Length - sizeof(uint))));
        }

        ulong value = 0;
        foreach (byte b in bytes)
        {
            value = (value << 8) | b;
        }

        return value;
    }

    /// <summary>Spreads the hash over all its bits, since a table uses the lowest ones.</summary>
    private static uint Finish(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xFF51AFD7ED558CCD;
        hash ^= hash >> 33;
        hash *= 0xC4CEB9FE1A85EC53;
        return (uint)(hash >> 32);
    }

    /// <summary>
    /// A new identifier is made of the system's strong random numbers, and costs a hundredth of what loading the cryptography library does,
    /// which a program that signs nothing has no other use for.
    /// </summary>
    private static ulong DrawPoint()
    {
        Span<byte> bytes = stackalloc byte[2 * sizeof(ulong)];
        ulong point;
        do
        {
            Guid.NewGuid().TryWriteBytes(bytes);

            // Each half has a few bits that are always the same, at different places.
            point = (BinaryPrimitives.ReadUInt64LittleEndian(bytes) ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes[sizeof(ulong)..])) & Prime;
        }
        while (point is < 2 or Prime);

        return point;
    }
}
