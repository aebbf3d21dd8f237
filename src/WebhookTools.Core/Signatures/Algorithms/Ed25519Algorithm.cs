using Org.BouncyCastle.Math.EC.Rfc8032;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// Ed25519 (RFC 8032) by Bouncy Castle, since the framework does not have it. A key is the 32 bytes of the public key, or the
/// 32 bytes of the seed followed by them. The whole content is held in memory, because the algorithm reads it twice.
/// The library is loaded when one of these methods first runs.
/// </summary>
internal sealed class Ed25519Algorithm : SignatureAlgorithm
{
    /// <summary>The length of a seed and of a public key, in bytes.</summary>
    public const int KeyLength = 32;

    private Ed25519Algorithm()
    {
    }

    public static Ed25519Algorithm Instance { get; } = new();

    public override string Name => "Ed25519";

    public override int SignatureLength => 64;

    public static byte[] GetPublicKey(ReadOnlySpan<byte> seed)
    {
        byte[] publicKey = new byte[KeyLength];
        Ed25519.GeneratePublicKey(seed, publicKey);
        return publicKey;
    }

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        if (key.Length == KeyLength)
        {
            throw SignatureErrors.SecretCannotSign();
        }

        Ed25519.Sign(key[..KeyLength], ContentHasher.Join(content), destination);
    }

    /// <summary>Verifies the signatures. No signature is valid by a key of another length, which a diagnosis may try.</summary>
    public override bool Verify(ReadOnlySpan<byte> key, SignedContent content, ReadOnlySpan<byte> signatures)
    {
        if (key.Length is not (KeyLength or (2 * KeyLength)))
        {
            return false;
        }

        ReadOnlySpan<byte> publicKey = key[^KeyLength..];
        byte[] message = ContentHasher.Join(content);
        for (; signatures.Length >= SignatureLength; signatures = signatures[SignatureLength..])
        {
            if (Ed25519.Verify(signatures[..SignatureLength], publicKey, message))
            {
                return true;
            }
        }

        return false;
    }
}
