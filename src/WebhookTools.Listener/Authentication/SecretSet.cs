using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Listener.Authentication;

/// <summary>A set of secrets. It compares digests only, so that neither timing nor length reveals how close a guess was.</summary>
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
            // No early exit: the number of comparisons must not depend on the guess.
            isFound |= CryptographicOperations.FixedTimeEquals(known, digest);
        }

        return isFound;
    }
}
