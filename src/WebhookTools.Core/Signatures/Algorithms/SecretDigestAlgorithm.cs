using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>A plain hash over the secret and the content, one after the other: weaker than HMAC, and what some providers do.</summary>
internal sealed class SecretDigestAlgorithm : SymmetricAlgorithm
{
    private readonly HashAlgorithmName _hash;

    private SecretDigestAlgorithm(HashAlgorithmName hash, int length, SecretPosition position)
    {
        _hash = hash;
        Position = position;
        SignatureLength = length;
        Name = hash.Name!;
    }

    /// <summary>SHA-256 of secret + content.</summary>
    public static SecretDigestAlgorithm Sha256WithSecretFirst { get; } = new(HashAlgorithmName.SHA256, SHA256.HashSizeInBytes, SecretPosition.Before);

    /// <summary>SHA-1 of content + secret.</summary>
    public static SecretDigestAlgorithm Sha1WithSecretLast { get; } = new(HashAlgorithmName.SHA1, SHA1.HashSizeInBytes, SecretPosition.After);

    /// <summary>Any hash, with the secret on either side.</summary>
    public static SecretDigestAlgorithm Of(HashAlgorithmName hash, int length, SecretPosition position) => new(hash, length, position);

    /// <summary>Where the secret stands.</summary>
    public SecretPosition Position { get; }

    public override string Name { get; }

    public override int SignatureLength { get; }

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(_hash);
        if (Position == SecretPosition.Before)
        {
            hash.AppendData(key);
        }

        ContentHasher.Append(hash, content);
        if (Position == SecretPosition.After)
        {
            hash.AppendData(key);
        }

        hash.GetHashAndReset(destination);
    }

    public override SignedContent Mask(SignedContent content) => Position == SecretPosition.Before
        ? content with { Prefix = (byte[])[.. MaskBytes, .. content.Prefix.Span] }
        : content with { Suffix = (byte[])[.. content.Suffix.Span, .. MaskBytes] };

    private static byte[] MaskBytes => Encoding.UTF8.GetBytes(WebhookSecret.Mask);
}
