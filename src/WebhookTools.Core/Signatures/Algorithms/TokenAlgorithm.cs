using System.Security.Cryptography;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>
/// The header carries the secret itself instead of a signature. The SHA-256 hashes of both are compared, so that the
/// comparison takes the same time for a token of any length.
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
