namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>
/// Base64 with the optional prefix <c>whsec_</c>; the decoded bytes are the key. The Standard Webhooks specification
/// requires 24 to 64 bytes, which holds for new secrets.
/// </summary>
internal sealed class StandardWebhooksSecretFormat : SecretFormat
{
    private const string Prefix = "whsec_";

    private StandardWebhooksSecretFormat()
    {
    }

    public static StandardWebhooksSecretFormat Instance { get; } = new();

    public override int MinimumByteCount => 24;

    public override byte[] ReadKey(WebhookSecret secret)
    {
        string text = secret.Reveal();
        ReadOnlySpan<char> encoded = text.AsSpan(text.StartsWith(Prefix, StringComparison.Ordinal) ? Prefix.Length : 0);
        byte[] buffer = new byte[encoded.Length];

        // The framework's decoder skips white space, but a secret that contains white space was not copied correctly.
        if (encoded.ContainsAny(" \t\r\n") || !Convert.TryFromBase64Chars(encoded, buffer, out int written) || written == 0)
        {
            throw SignatureErrors.SecretNotBase64(text.Length);
        }

        return buffer[..written];
    }

    protected override string Write(ReadOnlySpan<byte> bytes) => Prefix + Convert.ToBase64String(bytes);
}
