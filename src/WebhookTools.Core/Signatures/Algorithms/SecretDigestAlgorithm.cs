using System.Security.Cryptography;
using System.Text;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>A plain hash over the secret and the content, as some providers use it. It is weaker than HMAC.</summary>
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

    public static SecretDigestAlgorithm Sha256WithSecretFirst { get; } = new(HashAlgorithmName.SHA256, SHA256.HashSizeInBytes, SecretPosition.Before);

    public static SecretDigestAlgorithm Sha1WithSecretLast { get; } = new(HashAlgorithmName.SHA1, SHA1.HashSizeInBytes, SecretPosition.After);

    public static SecretDigestAlgorithm Of(HashAlgorithmName hash, int length, SecretPosition position) => new(hash, length, position);

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

/// <summary>Where the secret is in content that is hashed without HMAC.</summary>
internal enum SecretPosition
{
    Before,
    After,
}
