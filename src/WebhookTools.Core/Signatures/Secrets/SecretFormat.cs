namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>How a scheme's secrets are written, and how they become keys.</summary>
internal abstract class SecretFormat
{
    /// <summary>The number of random bytes that every HMAC here is content with.</summary>
    private const int UsualByteCount = 32;

    /// <summary>The fewest random bytes of a new secret.</summary>
    public virtual int MinimumByteCount => 16;

    /// <summary>The most random bytes of a new secret.</summary>
    public virtual int MaximumByteCount => 64;

    /// <summary>Reads the key out of a secret that is not empty.</summary>
    /// <exception cref="SignatureException">The secret is not in this format.</exception>
    public abstract byte[] ReadKey(WebhookSecret secret);

    /// <summary>Makes a new secret.</summary>
    /// <exception cref="SignatureException">The number of bytes is out of range.</exception>
    public WebhookSecret Create(IRandomSource random, int? byteCount)
    {
        ArgumentNullException.ThrowIfNull(random);
        int count = byteCount ?? Math.Clamp(UsualByteCount, MinimumByteCount, MaximumByteCount);
        if (count < MinimumByteCount || count > MaximumByteCount)
        {
            throw SignatureErrors.SecretLengthOutOfRange(count, MinimumByteCount, MaximumByteCount);
        }

        byte[] bytes = new byte[count];
        random.Fill(bytes);
        return WebhookSecret.FromText(Write(bytes));
    }

    /// <summary>What the receiver needs, given a secret in this format: the secret itself, where there is no pair of keys.</summary>
    public virtual WebhookSecret GetVerificationSecret(WebhookSecret secret) => secret;

    /// <summary>Writes random bytes as a secret.</summary>
    protected abstract string Write(ReadOnlySpan<byte> bytes);
}
