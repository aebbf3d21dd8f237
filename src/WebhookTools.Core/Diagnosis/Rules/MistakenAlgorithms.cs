using System.Security.Cryptography;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using SymmetricAlgorithm = WebhookTools.Core.Signatures.Algorithms.SymmetricAlgorithm;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>HMAC with its inputs swapped: the content is the key.</summary>
internal sealed class SwappedHmacAlgorithm(HashAlgorithmName hash, int length) : SymmetricAlgorithm
{
    public override string Name => $"HMAC-{hash.Name} with key and content swapped";

    public override int SignatureLength => length;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        // HMAC hashes a key longer than the block size. Hashing it here avoids copying a long body.
        int blockLength = length > SHA256.HashSizeInBytes ? 128 : 64;
        byte[] contentKey;
        if (content.Length <= blockLength)
        {
            contentKey = ContentHasher.Join(content);
        }
        else
        {
            using IncrementalHash hasher = IncrementalHash.CreateHash(hash);
            ContentHasher.Append(hasher, content);
            contentKey = hasher.GetHashAndReset();
        }

        CryptographicOperations.HmacData(hash, contentKey, key, destination);
    }
}

/// <summary>A hash of the content without a secret. It is not a signature, but some senders use it as one.</summary>
internal sealed class PlainHashAlgorithm(HashAlgorithmName hash, int length) : SymmetricAlgorithm
{
    public override string Name => hash.Name!;

    public override int SignatureLength => length;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        using IncrementalHash hasher = IncrementalHash.CreateHash(hash);
        ContentHasher.Append(hasher, content);
        hasher.GetHashAndReset(destination);
    }
}
