using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>One way of signing a webhook. An instance has no state and is safe for many threads.</summary>
public abstract class SignatureScheme
{
    /// <summary>The scheme's name, as <c>GitHub</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for a person: who uses it, what it signs.</summary>
    public abstract string Description { get; }

    /// <summary>The headers that carry the signature, the signature's own first.</summary>
    public abstract IReadOnlyList<string> HeaderNames { get; }

    /// <summary>Gets the header that carries the message id, or null if the scheme has none.</summary>
    public virtual string? IdHeaderName => null;

    /// <summary>Gets the header in which the provider names the event, or null if the scheme has none.</summary>
    public virtual string? EventHeaderName => null;

    /// <summary>Gets the headers to record with a webhook of this scheme: the signature headers and those that identify the delivery.</summary>
    public virtual IReadOnlyList<string> RecordedHeaderNames =>
        [.. HeaderNames.Concat(new[] { IdHeaderName, EventHeaderName }.OfType<string>()).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Whether the signature covers the body.</summary>
    public virtual bool CoversBody => true;

    /// <summary>
    /// Whether nobody without the secret can make a valid signature of another body: it covers the body, and is no plain
    /// hash, which whoever has seen one can continue.
    /// </summary>
    public virtual bool ProtectsBody => CoversBody;

    /// <summary>Whether a private key signs and its public key verifies.</summary>
    public virtual bool HasKeyPair => false;

    /// <summary>How far the signed time may be from now, or null where the scheme signs no time.</summary>
    public virtual TimeSpan? DefaultTolerance => null;

    /// <summary>Signs. With several secrets: with the first, or with all where the scheme's header takes a list.</summary>
    /// <exception cref="SignatureException">A secret that cannot be read, or an input that is missing.</exception>
    public abstract SignatureResult Sign(SignatureRequest request, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider, IRandomSource random);

    /// <summary>Looks at a signature. Any of the secrets may match.</summary>
    /// <exception cref="SignatureException">A secret that cannot be read, or an input that is missing.</exception>
    public abstract SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider);

    /// <summary>Makes a secret in the scheme's own format.</summary>
    /// <param name="random">Where randomness comes from.</param>
    /// <param name="byteCount">How many random bytes, 16 to 64, or null for the scheme's usual number.</param>
    /// <exception cref="SignatureException">The number of bytes is not one that the scheme allows.</exception>
    public abstract WebhookSecret NewSecret(IRandomSource random, int? byteCount = null);

    /// <summary>What a receiver needs to verify what this secret signs: the public key where the scheme has a pair of keys, else the secret itself.</summary>
    /// <exception cref="SignatureException">The secret cannot be read.</exception>
    public virtual WebhookSecret GetVerificationSecret(WebhookSecret secret) => secret;

    /// <summary>
    /// Responds to the provider's challenge, a request that tests whether the receiver holds the secret. Verify the request's
    /// signature first: otherwise the response to any sender is computed with the secret.
    /// </summary>
    /// <param name="body">The request's body.</param>
    /// <param name="secret">The secret that the signature was verified with.</param>
    /// <param name="response">The JSON to send with status 200, or empty.</param>
    /// <returns>True if the body is a challenge of this provider; false if it is an ordinary webhook.</returns>
    /// <exception cref="SignatureException">The secret is empty.</exception>
    public virtual bool TryAnswerChallenge(WebhookBody body, WebhookSecret secret, out byte[] response)
    {
        response = [];
        return false;
    }

    /// <summary>Whether a secret is written as this scheme's are.</summary>
    internal virtual bool CanRead(WebhookSecret secret) => true;

    /// <summary>Whether received headers are this scheme's.</summary>
    internal virtual SchemeLikeness Recognize(SignatureHeaders headers) => SchemeLikeness.None;
}
