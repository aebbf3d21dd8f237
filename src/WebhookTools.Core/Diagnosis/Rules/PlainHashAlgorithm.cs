using System.Security.Cryptography;
using WebhookTools.Core.Signatures;
using WebhookTools.Core.Signatures.Algorithms;
using SymmetricAlgorithm = WebhookTools.Core.Signatures.Algorithms.SymmetricAlgorithm;

namespace WebhookTools.Core.Diagnosis.Rules;

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
