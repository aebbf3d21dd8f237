using System.Text;
using WebhookTools.Core.Signatures.Secrets;

namespace WebhookTools.Core.Signatures;

/// <summary>A secret as it was given. It never shows itself: <see cref="ToString"/> is <c>***</c>.</summary>
public sealed class WebhookSecret
{
    /// <summary>What stands for a secret wherever it would be shown.</summary>
    public const string Mask = "***";

    private readonly string _text;
    private SecretKey? _key;

    private WebhookSecret(string text, bool isPublicKey = false)
    {
        _text = text;
        IsPublicKey = isPublicKey;
    }

    /// <summary>Whether it was given as a public key: then no scheme takes it for a shared secret, since others know it too.</summary>
    public bool IsPublicKey { get; }

    /// <summary>Whether it has no characters at all.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>A secret from its text. Nothing is trimmed: that would hide the cause of a mismatch.</summary>
    public static WebhookSecret FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WebhookSecret(text);
    }

    /// <summary>A public key, as PEM or as the scheme writes it: it verifies with the schemes that have a pair of keys, and with no other.</summary>
    public static WebhookSecret FromPublicKey(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WebhookSecret(text, isPublicKey: true);
    }

    /// <summary>A secret whose key is known and whose text is not: the diagnosis verifies with keys that no text gives.</summary>
    internal static WebhookSecret FromKey(SecretFormat format, byte[] key) => new(Mask) { _key = new SecretKey(format, key) };

    /// <summary>The text itself, for the scheme that decodes it and for the redactor. Never pass it to a stream or an error.</summary>
    public string Reveal() => _text;

    /// <summary>The text's UTF-8 bytes: the key of most schemes.</summary>
    public byte[] RevealBytes() => Encoding.UTF8.GetBytes(_text);

    /// <inheritdoc/>
    public override string ToString() => Mask;

    /// <summary>
    /// The key that a format reads out of this secret. The last one is kept, since a listener verifies
    /// tens of thousands of signatures a second with the same secret; the caller must not change it.
    /// </summary>
    /// <exception cref="SignatureException">The secret is not in that format.</exception>
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
}
