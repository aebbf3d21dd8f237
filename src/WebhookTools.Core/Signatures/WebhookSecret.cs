using System.Text;
using WebhookTools.Core.Signatures.Secrets;

namespace WebhookTools.Core.Signatures;

/// <summary>A secret as the caller gave it. <see cref="ToString"/> returns <c>***</c>.</summary>
public sealed class WebhookSecret
{
    /// <summary>The text that replaces a secret in all output.</summary>
    public const string Mask = "***";

    private readonly string _text;
    private SecretKey? _key;

    private WebhookSecret(string text, bool isPublicKey = false)
    {
        _text = text;
        IsPublicKey = isPublicKey;
    }

    /// <summary>Whether the caller gave it as a public key, or its text is certain to be one. No scheme accepts it as a shared secret, because a public key is not secret.</summary>
    public bool IsPublicKey { get; }

    /// <summary>Whether the text is empty.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>Creates a secret from its text. The text is not trimmed, because that would hide the cause of a mismatch.</summary>
    public static WebhookSecret FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WebhookSecret(text, Ed25519SecretFormat.IsPublicKey(text));
    }

    /// <summary>Creates a public key from PEM or from the scheme's own format. It verifies with the schemes that use a key pair, and with no other.</summary>
    public static WebhookSecret FromPublicKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WebhookSecret(text, isPublicKey: true);
    }

    /// <summary>Creates a secret from a key. The diagnosis verifies with keys that have no text.</summary>
    internal static WebhookSecret FromKey(SecretFormat format, byte[] key) => new(Mask) { _key = new SecretKey(format, key) };

    /// <summary>Returns the text, for the scheme that decodes it and for the redactor. Never write it to a stream or an error.</summary>
    public string Reveal() => _text;

    /// <summary>Returns the text's UTF-8 bytes, which are the key of most schemes.</summary>
    public byte[] RevealBytes() => Encoding.UTF8.GetBytes(_text);

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <summary>
    /// Returns the key that a format reads from this secret. The last one is cached, since a listener verifies tens of
    /// thousands of signatures per second with the same secret. The caller must not change it.
    /// </summary>
    /// <exception cref="SignatureException">The secret does not have that format.</exception>
    internal byte[] GetKey(SecretFormat format)
    {
        SecretKey? key = _key;
        if (key is null || !ReferenceEquals(key.Format, format))
        {
            key = new SecretKey(format, format.ReadKey(this));
            _key = key;
        }

        return key.Bytes;
    }

    private sealed record SecretKey(SecretFormat Format, byte[] Bytes);
}
