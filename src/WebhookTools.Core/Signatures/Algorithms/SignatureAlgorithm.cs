namespace WebhookTools.Core.Signatures.Algorithms;

/// <summary>How a key and the signed content become a signature. An instance has no state and is safe for many threads.</summary>
internal abstract class SignatureAlgorithm
{
    /// <summary>As people call it: <c>HMAC-SHA256</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The number of bytes of a signature, before it is encoded.</summary>
    public abstract int SignatureLength { get; }

    /// <summary>Signs.</summary>
    /// <param name="destination">Exactly <see cref="SignatureLength"/> bytes.</param>
    public abstract void Sign(ReadOnlySpan<byte> key, SignedContent content, Span<byte> destination);

    /// <summary>Whether one of the received signatures is right. The time that it takes does not depend on where a wrong one differs.</summary>
    /// <param name="signatures">One or more signatures, one after the other, of <see cref="SignatureLength"/> bytes each.</param>
    public abstract bool Verify(ReadOnlySpan<byte> key, SignedContent content, ReadOnlySpan<byte> signatures);

    /// <summary>The signed content as it may be shown: with <see cref="WebhookSecret.Mask"/> where the secret itself is a part of it.</summary>
    public virtual SignedContent Mask(SignedContent content) => content;
}
