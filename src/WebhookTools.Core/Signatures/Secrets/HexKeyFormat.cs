using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>Ed25519 keys in hexadecimal: 64 digits are a public key; 128 are a seed and its public key, NaCl's format of a private key.</summary>
internal sealed class HexKeyFormat : Ed25519SecretFormat
{
    private HexKeyFormat()
    {
    }

    public static HexKeyFormat Instance { get; } = new();

    protected override string Expected => "64 hexadecimal digits (public key) or 128 (private key followed by its public key)";

    protected override byte[]? ReadText(string text)
    {
        byte[] key = new byte[text.Length == 2 * Ed25519Algorithm.KeyLength ? Ed25519Algorithm.KeyLength : 2 * Ed25519Algorithm.KeyLength];
        return SignatureText.TryDecode(text, SignatureEncoding.Hex, key) ? key : null;
    }

    protected override string WritePrivateKey(ReadOnlySpan<byte> pair) => Convert.ToHexStringLower(pair);

    protected override string WritePublicKey(ReadOnlySpan<byte> publicKey) => Convert.ToHexStringLower(publicKey);
}
