using System.Runtime.InteropServices;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>
/// The steps that all schemes share, each of which a scheme can override. Signing: keys, id and timestamp, content, signatures,
/// headers. Verifying: keys, headers, content, comparison, and finally the timestamp, so that only a signature that matches
/// can be expired.
/// </summary>
internal abstract class SchemeTemplate : SignatureScheme
{
    /// <summary>The tolerance of most providers that sign a timestamp.</summary>
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

    protected virtual SecretFormat SecretFormat => TextSecretFormat.Plain;

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
        string? id = SignsId(options) ? GetOrCreateId(request, random) : null;
        DateTimeOffset? time = SignsTime(options) ? SignedTimestamp.Truncate(request.Timestamp ?? timeProvider.GetUtcNow(), TimestampUnit) : null;
        var input = new SignatureInput(request, options, id, time is null ? null : SignedTimestamp.Format(time.Value, TimestampUnit));
        SignedContent content = GetContent(input);

        var signatures = new byte[WritesList(options) ? secrets.Count : 1][];
        for (int index = 0; index < signatures.Length; index++)
        {
            signatures[index] = new byte[algorithm.SignatureLength];
            algorithm.Sign(secrets[index].GetKey(SecretFormat), content, signatures[index]);
        }

        FormattedSignature written = Write(input, signatures, secrets);
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
            foreach (AlternativeContent alternative in GetAlternativeContents(input))
            {
                secretIndex = FindSecret(algorithm, alternative.Content, secrets, received.Signatures);
                if (secretIndex >= 0)
                {
                    reason = $"The signature matches {alternative.Description}.";
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

        (SignatureVerdict verdict, string? late) = ReplayWindow.Check(received.Time, options.Tolerance ?? DefaultTolerance, timeProvider);
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

    /// <summary>Describes the scheme to the diagnosis, which combines its parts in other ways.</summary>
    internal SchemeDescriptor Describe(SignatureOptions options) =>
        new(GetAlgorithm(options), SecretFormat, SignsId(options), SignsTime(options), TimestampUnit);

    /// <summary>Performs only the step that reads the headers.</summary>
    internal ReceivedSignature ReadHeaders(SignatureRequest request, SignatureHeaders headers, SignatureOptions options) => Read(request, headers, options);

    /// <summary>Performs only the step that composes the signed content.</summary>
    /// <exception cref="SignatureException">An input that the scheme needs is missing.</exception>
    internal SignedContent Compose(in SignatureInput input) => GetContent(input);

    /// <summary>Performs only the step that writes the headers.</summary>
    internal FormattedSignature WriteHeaders(in SignatureInput input, byte[] signature, WebhookSecret secret) => Write(input, [signature], [secret]);

    protected abstract SignatureAlgorithm GetAlgorithm(SignatureOptions options);

    protected virtual bool SignsId(SignatureOptions options) => false;

    protected virtual bool SignsTime(SignatureOptions options) => false;

    /// <summary>Whether the header carries one signature per secret.</summary>
    protected virtual bool WritesList(SignatureOptions options) => false;

    /// <summary>Changes the request before it is signed.</summary>
    protected virtual SignatureRequest Prepare(SignatureRequest request) => request;

    /// <summary>Composes the signed content; by default, the body.</summary>
    protected virtual SignedContent GetContent(in SignatureInput input) => new() { Body = input.Request.Body };

    /// <summary>Returns other content that a sender may have signed. It is tried only if <see cref="GetContent"/> does not match.</summary>
    protected virtual IEnumerable<AlternativeContent> GetAlternativeContents(SignatureInput input) => [];

    /// <summary>Reads the headers. Their content never causes an exception.</summary>
    protected abstract ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options);

    /// <summary>Checks values that are trusted only after the signature matches, such as a timestamp in the body or a hash in the URL.</summary>
    protected virtual ReceivedSignature Inspect(SignatureRequest request, in ReceivedSignature received, SignatureOptions options) => received;

    protected virtual bool IsAllowedId(string id) => HeaderText.IsVisibleAscii(id);

    /// <summary>Creates a message id. It must not contain a full stop, which ends the id in the content that Standard Webhooks signs.</summary>
    protected virtual string CreateId(IRandomSource random)
    {
        const int ByteCount = 16;
        Span<byte> bytes = stackalloc byte[ByteCount];
        random.Fill(bytes);
        return "msg_" + Convert.ToHexStringLower(bytes);
    }

    protected abstract FormattedSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets);

    private static string DescribeMismatch(int secretCount) => secretCount == 1
        ? "The signature does not match: the body is not the one that was signed, or the secret is not the sender's."
        : "The signature does not match: the body is not the one that was signed, or none of the secrets is the sender's.";

    /// <summary>Reads all secrets first, so that an unreadable one is reported with the first webhook and not when the secrets are rotated.</summary>
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
                throw SignatureErrors.SecretIsPublicKey(Name, index, secrets.Count);
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

    private string GetOrCreateId(SignatureRequest request, IRandomSource random)
    {
        string id = request.Id ?? CreateId(random);
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

/// <summary>The parts of a scheme.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SchemeDescriptor(SignatureAlgorithm Algorithm, SecretFormat SecretFormat, bool SignsId, bool SignsTime, TimestampUnit TimestampUnit);

/// <summary>The inputs of signed content.</summary>
/// <param name="Request">The request.</param>
/// <param name="Options">The options.</param>
/// <param name="Id">The message id, or null if the scheme has none.</param>
/// <param name="Timestamp">The signed timestamp as it is written in the header, or null if the scheme has none.</param>
internal readonly record struct SignatureInput(SignatureRequest Request, SignatureOptions Options, string? Id, string? Timestamp);

/// <summary>Other content that a sender may have signed.</summary>
/// <param name="Content">The content.</param>
/// <param name="Description">The difference, to follow "The signature matches".</param>
internal readonly record struct AlternativeContent(SignedContent Content, string Description);

/// <summary>A signature as headers.</summary>
/// <param name="Headers">The headers in the provider's order.</param>
/// <param name="Value">The value of the header that carries the signature.</param>
internal readonly record struct FormattedSignature(IReadOnlyList<KeyValuePair<string, string>> Headers, string Value)
{
    /// <summary>The body with the signature in it, or null if only headers carry the signature.</summary>
    public WebhookBody? Body { get; init; }

    public static FormattedSignature Create(string headerName, string value) => new([new KeyValuePair<string, string>(headerName, value)], value);
}
