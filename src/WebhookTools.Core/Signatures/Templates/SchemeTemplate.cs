using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>
/// The steps that all schemes share. Signing: keys, id and time, content, signatures, headers.
/// Verifying: keys, headers, content, comparison, and last the time, so that only a signature
/// that is right can be called expired. A scheme says what each step is.
/// </summary>
internal abstract class SchemeTemplate : SignatureScheme
{
    /// <summary>The window of most providers that sign a time.</summary>
    protected static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    protected SchemeTemplate(string name, string description)
    {
        Name = name;
        Description = description;
    }

    /// <inheritdoc/>
    public sealed override string Name { get; }

    /// <inheritdoc/>
    public sealed override string Description { get; }

    /// <inheritdoc/>
    public sealed override bool HasKeyPair => SecretFormat is Ed25519SecretFormat;

    /// <summary>How its secrets are written.</summary>
    protected virtual SecretFormat SecretFormat => TextSecretFormat.Plain;

    /// <summary>What its signed time counts.</summary>
    protected virtual TimestampUnit TimestampUnit => TimestampUnit.Seconds;

    /// <inheritdoc/>
    public sealed override SignatureResult Sign(SignatureRequest request, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider, IRandomSource random)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        ArgumentNullException.ThrowIfNull(random);
        RequireReadable(secrets);

        Uri? address = request.Uri;
        request = Prepare(request);
        SignatureAlgorithm algorithm = GetAlgorithm(options);
        string? id = SignsId(options) ? GetOrMakeId(request, random) : null;
        DateTimeOffset? time = SignsTime(options) ? SignedTimestamp.Truncate(request.Timestamp ?? timeProvider.GetUtcNow(), TimestampUnit) : null;
        var input = new SignatureInput(request, options, id, time is null ? null : SignedTimestamp.Format(time.Value, TimestampUnit));
        SignedContent content = GetContent(input);

        var signatures = new byte[WritesList(options) ? secrets.Count : 1][];
        for (int index = 0; index < signatures.Length; index++)
        {
            signatures[index] = new byte[algorithm.SignatureLength];
            algorithm.Sign(secrets[index].GetKey(SecretFormat), content, signatures[index]);
        }

        WrittenSignature written = Write(input, signatures, secrets);
        return new SignatureResult
        {
            Scheme = Name,
            Headers = written.Headers,
            Value = written.Value,
            SignedContent = algorithm.Mask(content),
            Body = written.Body,
            Uri = ReferenceEquals(request.Uri, address) ? null : request.Uri,
            Id = id,
            Timestamp = time,
        };
    }

    /// <inheritdoc/>
    public sealed override SignatureVerification Verify(SignatureRequest request, SignatureHeaders headers, IReadOnlyList<WebhookSecret> secrets, SignatureOptions options, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(timeProvider);
        RequireReadable(secrets);
        if (options.Tolerance < TimeSpan.Zero)
        {
            throw SignatureErrors.SignatureToleranceNegative(options.Tolerance.Value);
        }

        ReceivedSignature received = Read(request, headers, options);
        if (received.Problem is { } problem)
        {
            return Conclude(problem, received.Reason!, received);
        }

        SignatureAlgorithm algorithm = GetAlgorithm(options);
        var input = new SignatureInput(request, options, received.Id, received.Timestamp);
        int secretIndex = FindSecret(algorithm, GetContent(input), secrets, received.Signatures);
        string reason = "The signature matches.";
        if (secretIndex < 0)
        {
            foreach (ContentCandidate other in GetOtherContents(input))
            {
                secretIndex = FindSecret(algorithm, other.Content, secrets, received.Signatures);
                if (secretIndex >= 0)
                {
                    reason = $"The signature matches {other.Description}.";
                    break;
                }
            }
        }

        if (secretIndex < 0)
        {
            return Conclude(SignatureVerdict.Invalid, DescribeMismatch(secrets.Count), received);
        }

        received = Inspect(request, received, options);
        if (received.Problem is { } discovered)
        {
            return Conclude(discovered, received.Reason!, received);
        }

        (SignatureVerdict verdict, string? late) = SignatureWindow.Check(received.Time, options.Tolerance ?? DefaultTolerance, timeProvider);
        return Conclude(verdict, late ?? reason, received, secretIndex);
    }

    /// <inheritdoc/>
    public sealed override WebhookSecret NewSecret(IRandomSource random, int? byteCount = null) => SecretFormat.Create(random, byteCount);

    /// <inheritdoc/>
    public sealed override WebhookSecret GetVerificationSecret(WebhookSecret secret)
    {
        RequireReadable([secret]);
        return SecretFormat.GetVerificationSecret(secret);
    }

    /// <inheritdoc/>
    internal sealed override bool CanRead(WebhookSecret secret)
    {
        try
        {
            _ = secret.GetKey(SecretFormat);
            return true;
        }
        catch (SignatureException)
        {
            return false;
        }
    }

    /// <summary>What the scheme is made of, for the diagnosis, which puts it together otherwise.</summary>
    internal SchemeDescriptor Dissect(SignatureOptions options) =>
        new(GetAlgorithm(options), SecretFormat, SignsId(options), SignsTime(options), TimestampUnit);

    /// <summary>The step that reads the headers, alone.</summary>
    internal ReceivedSignature ReadHeaders(SignatureRequest request, SignatureHeaders headers, SignatureOptions options) => Read(request, headers, options);

    /// <summary>The step that puts the signed content together, alone.</summary>
    /// <exception cref="SignatureException">An input that the scheme needs is missing.</exception>
    internal SignedContent Compose(in SignatureInput input) => GetContent(input);

    /// <summary>The step that writes the headers, alone.</summary>
    internal WrittenSignature WriteHeaders(in SignatureInput input, byte[] signature, WebhookSecret secret) => Write(input, [signature], [secret]);

    /// <summary>The algorithm.</summary>
    protected abstract SignatureAlgorithm GetAlgorithm(SignatureOptions options);

    /// <summary>Whether a message id is signed and sent along.</summary>
    protected virtual bool SignsId(SignatureOptions options) => false;

    /// <summary>Whether a time is signed and sent along.</summary>
    protected virtual bool SignsTime(SignatureOptions options) => false;

    /// <summary>Whether the header takes a signature by each secret.</summary>
    protected virtual bool WritesList(SignatureOptions options) => false;

    /// <summary>What must be done to a request before it can be signed.</summary>
    protected virtual SignatureRequest Prepare(SignatureRequest request) => request;

    /// <summary>The content that is signed: the body, unless a scheme says otherwise.</summary>
    protected virtual SignedContent GetContent(in SignatureInput input) => new() { Body = input.Request.Body };

    /// <summary>Other content that a sender may have signed; looked at only when <see cref="GetContent"/> does not match.</summary>
    protected virtual IEnumerable<ContentCandidate> GetOtherContents(SignatureInput input) => [];

    /// <summary>Reads the headers. Whatever they hold, it does not throw.</summary>
    protected abstract ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options);

    /// <summary>
    /// Looks at what can be trusted only once the signature is known to be right: a time in the body,
    /// a hash of the body in the address.
    /// </summary>
    protected virtual ReceivedSignature Inspect(SignatureRequest request, in ReceivedSignature received, SignatureOptions options) => received;

    /// <summary>Whether the header and the signed content can carry an id.</summary>
    protected virtual bool IsAllowedId(string id) => HeaderText.IsVisibleAscii(id);

    /// <summary>Makes an id for a message that has none.</summary>
    protected virtual string MakeId(IRandomSource random) => MessageId.Create(random);

    /// <summary>Writes the headers.</summary>
    protected abstract WrittenSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets);

    private static string DescribeMismatch(int secretCount) => secretCount == 1
        ? "The signature does not match: the body is not the one that was signed, or the secret is another."
        : "The signature does not match: the body is not the one that was signed, or none of the secrets is the sender's.";

    /// <summary>All secrets are read before anything else, so that one that cannot be read is found on the first webhook and not in the week of its rotation.</summary>
    private void RequireReadable(IReadOnlyList<WebhookSecret> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        if (secrets.Count == 0)
        {
            throw SignatureErrors.SecretMissing(Name);
        }

        for (int index = 0; index < secrets.Count; index++)
        {
            if (secrets[index].IsEmpty)
            {
                throw SignatureErrors.SecretEmpty(Name, index, secrets.Count);
            }

            if (secrets[index].IsPublicKey && !HasKeyPair)
            {
                throw SignatureErrors.SecretIsPublicKey(Name);
            }

            _ = secrets[index].GetKey(SecretFormat);
        }
    }

    private int FindSecret(SignatureAlgorithm algorithm, SignedContent content, IReadOnlyList<WebhookSecret> secrets, byte[] signatures)
    {
        for (int index = 0; index < secrets.Count; index++)
        {
            if (algorithm.Verify(secrets[index].GetKey(SecretFormat), content, signatures))
            {
                return index;
            }
        }

        return -1;
    }

    private string GetOrMakeId(SignatureRequest request, IRandomSource random)
    {
        string id = request.Id ?? MakeId(random);
        return IsAllowedId(id) ? id : throw SignatureErrors.MessageIdInvalid(Name);
    }

    private SignatureVerification Conclude(SignatureVerdict verdict, string reason, in ReceivedSignature received, int secretIndex = -1) => new()
    {
        Verdict = verdict,
        Scheme = Name,
        Reason = reason,
        SecretIndex = secretIndex,
        Timestamp = received.Time,
        Id = received.Id,
    };
}
