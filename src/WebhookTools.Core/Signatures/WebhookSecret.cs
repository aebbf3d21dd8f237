using System.Text;

namespace WebhookTools.Core.Signatures;

/// <summary>A secret as it was given. It never shows itself: <see cref="ToString"/> is <c>***</c>.</summary>
public sealed class WebhookSecret
{
    /// <summary>What stands for a secret wherever it would be shown.</summary>
    public const string Mask = "***";

    private readonly string _text;

    private WebhookSecret(string text) => _text = text;

    /// <summary>Whether it has no characters at all.</summary>
    public bool IsEmpty => _text.Length == 0;

    /// <summary>A secret from its text. Nothing is trimmed: that would hide the cause of a mismatch.</summary>
    public static WebhookSecret FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new WebhookSecret(text);
    }

    /// <summary>The text itself, for the scheme that decodes it and for the redactor. Never pass it to a stream or an error.</summary>
    public string Reveal() => _text;

    /// <summary>The text's UTF-8 bytes: the key of most schemes.</summary>
    public byte[] RevealBytes() => Encoding.UTF8.GetBytes(_text);

    /// <inheritdoc/>
    public override string ToString() => Mask;
}
