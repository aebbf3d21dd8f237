namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>Any text: its UTF-8 bytes are the key. A new secret has hexadecimal digits, which need no escaping in a shell or a configuration file.</summary>
internal sealed class TextSecretFormat : SecretFormat
{
    private readonly string _prefix;

    /// <param name="prefix">The prefix of a new secret, which is part of the key.</param>
    public TextSecretFormat(string prefix = "") => _prefix = prefix;

    public static TextSecretFormat Plain { get; } = new();

    public override byte[] ReadKey(WebhookSecret secret) => secret.RevealBytes();

    protected override string Write(ReadOnlySpan<byte> bytes) => _prefix + Convert.ToHexStringLower(bytes);
}
