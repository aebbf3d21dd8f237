using System.Security.Cryptography;

namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>HMAC (RFC 2104) over the signed content.</summary>
internal sealed class HmacAlgorithm : SymmetricAlgorithm
{
    private readonly HashAlgorithmName _hash;

    private HmacAlgorithm(HashAlgorithmName hash, int length)
    {
        _hash = hash;
        SignatureLength = length;
        Name = "HMAC-" + hash.Name;
    }

    public static HmacAlgorithm Sha1 { get; } = new(HashAlgorithmName.SHA1, SHA1.HashSizeInBytes);

    public static HmacAlgorithm Sha256 { get; } = new(HashAlgorithmName.SHA256, SHA256.HashSizeInBytes);

    public static HmacAlgorithm Sha384 { get; } = new(HashAlgorithmName.SHA384, SHA384.HashSizeInBytes);

    public static HmacAlgorithm Sha512 { get; } = new(HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);

    public override string Name { get; }

    public override int SignatureLength { get; }

    /// <summary>Returns the algorithm with the specified name, ignoring case and hyphens, or the default if the name is null.</summary>
    /// <exception cref="SignatureException">The algorithm is unknown.</exception>
    public static HmacAlgorithm Get(string? name, HmacAlgorithm byDefault) => name?.Replace("-", string.Empty, StringComparison.Ordinal).ToUpperInvariant() switch
    {
        null => byDefault,
        "SHA1" => Sha1,
        "SHA256" => Sha256,
        "SHA384" => Sha384,
        "SHA512" => Sha512,
        _ => throw SignatureErrors.SignatureAlgorithmUnknown(name),
    };

    public override void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination)
    {
        if (ContentHasher.TryJoin(content, out JoinedContent joined))
        {
            using (joined)
            {
                CryptographicOperations.HmacData(_hash, key, joined.Bytes, destination);
            }

            return;
        }

        using IncrementalHash hash = IncrementalHash.CreateHMAC(_hash, key);
        ContentHasher.Append(hash, content);
        hash.GetHashAndReset(destination);
    }
}
