using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>The asymmetric keys of Standard Webhooks: <c>whsk_</c> with the base64 of seed and public key, or <c>whpk_</c> with that of the public key.</summary>
internal sealed class StandardWebhooksKeyFormat : Ed25519SecretFormat
{
    public const string PrivatePrefix = "whsk_";

    public const string PublicPrefix = "whpk_";

    private StandardWebhooksKeyFormat()
    {
    }

    public static StandardWebhooksKeyFormat Instance { get; } = new();

    protected override string Expected => "'whsk_' followed by the base64 of 64 bytes, or 'whpk_' followed by that of 32 bytes";

    protected override byte[]? ReadText(string text) =>
        Read(text, PrivatePrefix, 2 * Ed25519Algorithm.KeyLength) ?? Read(text, PublicPrefix, Ed25519Algorithm.KeyLength);

    protected override string WritePrivateKey(ReadOnlySpan<byte> pair) => PrivatePrefix + Convert.ToBase64String(pair);

    protected override string WritePublicKey(ReadOnlySpan<byte> publicKey) => PublicPrefix + Convert.ToBase64String(publicKey);

    private static byte[]? Read(string text, string prefix, int length)
    {
        byte[] key = new byte[length];
        return text.StartsWith(prefix, StringComparison.Ordinal) && Text.SignatureText.TryDecode(text.AsSpan(prefix.Length), Text.SignatureEncoding.Base64, key)
            ? key
            : null;
    }
}
