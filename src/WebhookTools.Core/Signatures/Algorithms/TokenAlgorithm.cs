using System.Security.Cryptography;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// No signature: the header holds the secret itself. What is compared is the SHA-256 of both, so that
/// the comparison takes the same time whatever length the received token has.
/// </summary>
internal sealed class TokenAlgorithm : SymmetricAlgorithm
{
    private TokenAlgorithm()
    {
    }

    public static TokenAlgorithm Instance { get; } = new();

    public override string Name => "token";

    public override int SignatureLength => SHA256.HashSizeInBytes;

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination) => SHA256.HashData(key, destination);
}
