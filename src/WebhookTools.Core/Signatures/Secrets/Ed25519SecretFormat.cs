using System.Security.Cryptography;
using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>
/// Ed25519 keys: a private key signs and verifies, a public key verifies. A derived class defines the scheme's text format.
/// All schemes read PEM, as openssl writes it.
/// </summary>
internal abstract class Ed25519SecretFormat : SecretFormat
{
    /// <summary>The bytes before the seed in a DER-encoded private key (RFC 8410, section 7).</summary>
    private static readonly byte[] PrivateKeyHeader = Convert.FromHexString("302e020100300506032b657004220420");

    /// <summary>The bytes before the key in a DER-encoded public key (RFC 8410, section 4).</summary>
    private static readonly byte[] PublicKeyHeader = Convert.FromHexString("302a300506032b6570032100");

    /// <inheritdoc/>
    public sealed override int MinimumByteCount => Ed25519Algorithm.KeyLength;

    /// <inheritdoc/>
    public sealed override int MaximumByteCount => Ed25519Algorithm.KeyLength;

    /// <summary>
    /// Whether a secret is certain to be a key of a key pair: it was given as a public key, or has a format that only keys
    /// have. Hexadecimal digits are not certain, since most shared secrets are hexadecimal digits as well.
    /// </summary>
    public static bool IsKey(WebhookSecret secret) =>
        secret.IsPublicKey
        || secret.Reveal().StartsWith(StandardWebhooksKeyFormat.PrivatePrefix, StringComparison.Ordinal)
        || PemEncoding.TryFind(secret.Reveal(), out _);

    /// <summary>
    /// Whether a text is certain to be a public key or a certificate: Standard Webhooks' format, PEM, or DER in hexadecimal or base64.
    /// Hexadecimal digits without DER's header are not certain.
    /// </summary>
    public static bool IsPublicKey(string text)
    {
        text = text.Trim();
        return text.StartsWith(StandardWebhooksKeyFormat.PublicPrefix, StringComparison.Ordinal)
            || (PemEncoding.TryFind(text, out PemFields fields) && (text[fields.Label] is "CERTIFICATE" || text[fields.Label].EndsWith("PUBLIC KEY", StringComparison.Ordinal)))
            || text.StartsWith(Convert.ToHexString(PublicKeyHeader), StringComparison.OrdinalIgnoreCase)
            || text.StartsWith(Convert.ToBase64String(PublicKeyHeader), StringComparison.Ordinal);
    }

    /// <summary>Describes the text format in an error message.</summary>
    protected abstract string Expected { get; }

    /// <inheritdoc/>
    public sealed override byte[] ReadKey(WebhookSecret secret)
    {
        string text = secret.Reveal();
        byte[] key = ReadPem(text) ?? ReadText(text) ?? throw SignatureErrors.SecretNotEd25519Key(text.Length, Expected);
        return key.Length == Ed25519Algorithm.KeyLength || key.AsSpan(Ed25519Algorithm.KeyLength).SequenceEqual(GetPair(key[..Ed25519Algorithm.KeyLength]).AsSpan(Ed25519Algorithm.KeyLength))
            ? key
            : throw SignatureErrors.SecretHalvesDiffer();
    }

    /// <inheritdoc/>
    public sealed override WebhookSecret GetVerificationSecret(WebhookSecret secret) =>
        WebhookSecret.FromText(WritePublicKey(secret.GetKey(this).AsSpan(^Ed25519Algorithm.KeyLength..)));

    /// <summary>Reads the public key, or the seed and the public key, from the scheme's text format; null if the text does not have it.</summary>
    protected abstract byte[]? ReadText(string text);

    protected abstract string WritePrivateKey(ReadOnlySpan<byte> pair);

    protected abstract string WritePublicKey(ReadOnlySpan<byte> publicKey);

    /// <inheritdoc/>
    protected sealed override string Write(ReadOnlySpan<byte> bytes) => WritePrivateKey(GetPair(bytes.ToArray()));

    private static byte[]? ReadPem(string text)
    {
        if (!PemEncoding.TryFind(text, out PemFields fields))
        {
            return null;
        }

        byte[] der = Convert.FromBase64String(text[fields.Base64Data]);
        return text[fields.Label] switch
        {
            "PUBLIC KEY" => ReadDer(der, PublicKeyHeader),
            "PRIVATE KEY" => ReadDer(der, PrivateKeyHeader) is { } seed ? GetPair(seed) : null,
            _ => null,
        };
    }

    private static byte[]? ReadDer(byte[] der, byte[] header) =>
        der.Length == header.Length + Ed25519Algorithm.KeyLength && der.AsSpan().StartsWith(header) ? der[header.Length..] : null;

    private static byte[] GetPair(byte[] seed) => [.. seed, .. Ed25519Algorithm.GetPublicKey(seed)];
}
