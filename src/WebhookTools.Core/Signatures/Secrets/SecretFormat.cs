namespace WebhookTools.Core.Signatures.Secrets;

/// <summary>The text format of a scheme's secrets.</summary>
internal abstract class SecretFormat
{
    /// <summary>Enough for every HMAC here.</summary>
    private const int DefaultByteCount = 32;

    /// <summary>The minimum number of random bytes of a new secret.</summary>
    public virtual int MinimumByteCount => 16;

    /// <summary>The maximum number of random bytes of a new secret.</summary>
    public virtual int MaximumByteCount => 64;

    /// <summary>Reads the key from a secret that is not empty.</summary>
    /// <exception cref="SignatureException">The secret does not have this format.</exception>
    public abstract byte[] ReadKey(WebhookSecret secret);

    /// <exception cref="SignatureException">The number of bytes is out of range.</exception>
    public WebhookSecret Create(IRandomSource random, int? byteCount)
    {
        ArgumentNullException.ThrowIfNull(random);
        int count = byteCount ?? Math.Clamp(DefaultByteCount, MinimumByteCount, MaximumByteCount);
        if (count < MinimumByteCount || count > MaximumByteCount)
        {
            throw SignatureErrors.SecretLengthOutOfRange(count, MinimumByteCount, MaximumByteCount);
        }

        byte[] bytes = new byte[count];
        random.Fill(bytes);
        return WebhookSecret.FromText(Write(bytes));
    }

    /// <summary>Returns the secret that the receiver needs: the public key of a key pair, otherwise the same secret.</summary>
    public virtual WebhookSecret GetVerificationSecret(WebhookSecret secret) => secret;

    protected abstract string Write(ReadOnlySpan<byte> bytes);
}
