namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>Any text: its UTF-8 bytes are the key. A new one is hexadecimal digits, which survive every shell and configuration file.</summary>
internal sealed class TextSecretFormat : SecretFormat
{
    private readonly string _prefix;

    /// <param name="prefix">What a new secret begins with; it is a part of the key.</param>
    public TextSecretFormat(string prefix = "") => _prefix = prefix;

    /// <summary>Text without any prefix.</summary>
    public static TextSecretFormat Plain { get; } = new();

    public override byte[] ReadKey(WebhookSecret secret) => secret.RevealBytes();

    protected override string Write(ReadOnlySpan<byte> bytes) => _prefix + Convert.ToHexStringLower(bytes);
}
