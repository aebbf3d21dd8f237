using System.Security.Cryptography;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>An algorithm whose signature the receiver recomputes and compares.</summary>
internal abstract class SymmetricAlgorithm : SignatureAlgorithm
{
    /// <summary>The length of the longest signature, that of SHA-512.</summary>
    private const int MaximumSignatureLength = 64;

    /// <inheritdoc/>
    public sealed override bool Verify(ReadOnlySpan<byte> key, SignedContent content, ReadOnlySpan<byte> signatures)
    {
        Span<byte> expected = stackalloc byte[MaximumSignatureLength];
        expected = expected[..SignatureLength];
        Sign(key, content, expected);
        bool matches = false;
        for (; signatures.Length >= expected.Length; signatures = signatures[expected.Length..])
        {
            matches |= CryptographicOperations.FixedTimeEquals(signatures[..expected.Length], expected);
        }

        return matches;
    }
}
