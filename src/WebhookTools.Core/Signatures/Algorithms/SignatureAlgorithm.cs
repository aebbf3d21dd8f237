namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>Computes a signature from a key and the signed content. Instances are stateless and thread-safe.</summary>
internal abstract class SignatureAlgorithm
{
    /// <summary>The name for people, such as <c>HMAC-SHA256</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The length of a signature in bytes, before it is encoded.</summary>
    public abstract int SignatureLength { get; }

    /// <param name="destination">Exactly <see cref="SignatureLength"/> bytes.</param>
    public abstract void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination);

    /// <summary>Whether one of the received signatures matches. The time that this takes does not depend on where a signature differs.</summary>
    /// <param name="signatures">One or more concatenated signatures of <see cref="SignatureLength"/> bytes each.</param>
    public abstract bool Verify(ReadOnlySpan<byte> key, SignedContent content, ReadOnlySpan<byte> signatures);

    /// <summary>Returns the signed content for display: if it contains the secret, the secret is replaced with <see cref="WebhookSecret.Mask"/>.</summary>
    public virtual SignedContent Mask(SignedContent content) => content;
}
