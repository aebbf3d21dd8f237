namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// Ed25519 over the signed content. A key is the public key's 32 bytes, or the seed's 32 and then these.
/// The whole content is held in memory: the algorithm reads it twice.
/// </summary>
internal sealed class Ed25519Algorithm : SignatureAlgorithm
{
    /// <summary>The length of a seed, and of a public key.</summary>
    public const int KeyLength = 32;

    private Ed25519Algorithm()
    {
    }

    public static Ed25519Algorithm Instance { get; } = new();

    /// <summary>The library that does it.</summary>
    public static IEd25519 Library { get; } = new BouncyCastleEd25519();

    public override string Name => "Ed25519";

    public override int SignatureLength => 64;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        if (key.Length == KeyLength)
        {
            throw SignatureErrors.SecretCannotSign();
        }

        Library.Sign(key[..KeyLength].ToArray(), ContentHasher.Join(content)).CopyTo(destination);
    }

    public override bool Verify(ReadOnlySpan<byte> key, SignedContent content, ReadOnlySpan<byte> signatures)
    {
        byte[] publicKey = key[^KeyLength..].ToArray();
        byte[] message = ContentHasher.Join(content);
        for (; signatures.Length >= SignatureLength; signatures = signatures[SignatureLength..])
        {
            if (Library.Verify(publicKey, message, signatures[..SignatureLength].ToArray()))
            {
                return true;
            }
        }

        return false;
    }
}
