using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Listener.Authentication;

/// <summary>Secrets that a presented one is compared with. Only digests are compared, so that neither time nor length tells how near a guess was.</summary>
internal sealed class SecretSet(IEnumerable<string> secrets)
{
    private readonly byte[][] _digests = [.. secrets.Select(secret => SHA256.HashData(Encoding.UTF8.GetBytes(secret)))];

    public bool IsEmpty => _digests.Length == 0;

    public bool Contains(ReadOnlySpan<byte> presented)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(presented, digest);
        bool isFound = false;
        foreach (byte[] known in _digests)
        {
            // No early way out: the number of comparisons is always the same.
            isFound |= CryptographicOperations.FixedTimeEquals(known, digest);
        }

        return isFound;
    }
}
