using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Signatures;

/// <summary>A way to sign webhooks. Instances are stateless and thread-safe.</summary>
public abstract class SignatureScheme
{
    /// <summary>Gets the scheme's name, such as <c>GitHub</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Gets one line that says which provider uses the scheme and what it signs.</summary>
    public abstract string Description { get; }

    /// <summary>Gets the headers that carry the signature. The first one carries the signature itself.</summary>
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
    /// Whether only the holder of the secret can create a valid signature for another body: the signature covers the body and
    /// is not a plain hash, which can be extended without the secret.
    /// </summary>
    public virtual bool ProtectsBody => CoversBody;

    /// <summary>Whether a private key signs and its public key verifies.</summary>
    public virtual bool HasKeyPair => false;

    /// <summary>Gets the maximum difference between the signed timestamp and the current time, or null if the scheme does not limit it.</summary>
    public virtual TimeSpan? DefaultTolerance => null;

    /// <summary>Signs a request with the first secret, or with all of them if the scheme's header takes a list.</summary>
    /// <exception cref="SignatureException">A secret cannot be read, or an input is missing.</exception>
    public abstract SignatureResult Sign(SignatureRequest request, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider, IRandomSource random);

    /// <summary>Verifies a signature. Any of the secrets may match.</summary>
    /// <exception cref="SignatureException">A secret cannot be read, or an input is missing.</exception>
    public abstract SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider);

    /// <summary>Creates a secret in the scheme's format.</summary>
    /// <param name="random">The source of randomness.</param>
    /// <param name="byteCount">The number of random bytes, 16 to 64; null for the scheme's default.</param>
    /// <exception cref="SignatureException">The scheme does not allow this number of bytes.</exception>
    public abstract WebhookSecret NewSecret(IRandomSource random, int? byteCount = null);

    /// <summary>Returns the secret that the receiver needs: the public key if the scheme uses a key pair, otherwise the same secret.</summary>
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

    /// <summary>Whether a secret has this scheme's format.</summary>
    internal virtual bool CanRead(WebhookSecret secret) => true;

    /// <summary>Matches received headers with this scheme's.</summary>
    internal virtual SchemeMatch Match(SignatureHeaders headers) => SchemeMatch.None;
}
