using System.Security.Cryptography;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using SymmetricAlgorithm = WebhookTools.Core.Signatures.Algorithms.SymmetricAlgorithm;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>HMAC with its two inputs in the wrong order: the content is the key.</summary>
internal sealed class SwappedHmacAlgorithm(HashAlgorithmName hash, int length) : SymmetricAlgorithm
{
    public override string Name => $"HMAC-{hash.Name} with key and content swapped";

    public override int SignatureLength => length;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        // A key longer than the hash's block is hashed before it is used; doing that here keeps a long body out of a copy.
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

/// <summary>The hash of the content, with no secret in it: no signature, and sent as one now and then.</summary>
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
