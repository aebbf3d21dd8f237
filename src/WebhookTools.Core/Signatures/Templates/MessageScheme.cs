using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>
/// The shape of Standard Webhooks: an id, a time and a list of versioned signatures, each in a header,
/// over <c>id.timestamp.body</c>. Signatures of another version are skipped.
/// Source: the Standard Webhooks specification, Verifying webhook authenticity.
/// </summary>
internal abstract class MessageScheme : SchemeTemplate
{
    private readonly string _idName;
    private readonly string _timestampName;
    private readonly string _signatureName;
    private readonly string _version;
    private readonly SignatureAlgorithm _algorithm;
    private readonly string _expected;

    /// <param name="headerPrefix">What the three headers' names begin with, as <c>webhook</c>.</param>
    /// <param name="version">The version that its signatures are marked with, as <c>v1</c>.</param>
    protected MessageScheme(string name, string description, string headerPrefix, string version, SignatureAlgorithm algorithm, SecretFormat secretFormat)
        : base(name, description)
    {
        _idName = headerPrefix + "-id";
        _timestampName = headerPrefix + "-timestamp";
        _signatureName = headerPrefix + "-signature";
        _version = version;
        _algorithm = algorithm;
        _expected = $"'{_signatureName}: {version},' and {SignatureText.Describe(algorithm.SignatureLength, SignatureEncoding.Base64)}, several with a space between";
        SecretFormat = secretFormat;
        HeaderNames = [_signatureName, _idName, _timestampName];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> HeaderNames { get; }

    /// <inheritdoc/>
    public sealed override string IdHeaderName => _idName;

    /// <inheritdoc/>
    internal sealed override SchemeLikeness Recognize(SignatureHeaders headers) =>
        headers.TryGet(_signatureName, out string value) && value.Split(' ', ',').Contains(_version, StringComparer.Ordinal)
            ? SchemeLikeness.Possible
            : SchemeLikeness.None;

    /// <inheritdoc/>
    public sealed override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    protected sealed override SecretFormat SecretFormat { get; }

    /// <inheritdoc/>
    protected sealed override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => _algorithm;

    /// <inheritdoc/>
    protected sealed override bool SignsId(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected sealed override bool SignsTime(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected sealed override bool WritesList(SignatureOptions options) => true;

    /// <summary>The specification forbids a full stop, which ends the id in the signed content: what stands after it could be taken for the time.</summary>
    protected sealed override bool IsAllowedId(string id) => base.IsAllowedId(id) && !id.Contains('.', StringComparison.Ordinal);

    /// <inheritdoc/>
    protected sealed override SignedContent GetContent(in SignatureInput input) =>
        ContentText.Around($"{input.Id}.{input.Timestamp}.", input.Request.Body);

    /// <inheritdoc/>
    protected sealed override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        if (!headers.TryGet(_signatureName, out string value))
        {
            return ReceivedSignature.Missing(_signatureName, _expected);
        }

        if (!TryReadSignatures(value, out byte[] signatures))
        {
            return ReceivedSignature.Malformed(_signatureName, value.Length == 0 ? "it is empty" : $"no signature of version '{_version}' can be read", _expected);
        }

        ReceivedSignature received = HeaderReader.ReadTimestamp(new ReceivedSignature { Signatures = signatures }, headers, _timestampName, TimestampUnit);
        return received.Problem is null ? HeaderReader.ReadId(received, headers, _idName) : received;
    }

    /// <inheritdoc/>
    protected sealed override WrittenSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        string value = string.Join(' ', signatures.Select(signature => _version + "," + SignatureText.Encode(signature, SignatureEncoding.Base64)));
        return new WrittenSignature([new(_idName, input.Id!), new(_timestampName, input.Timestamp!), new(_signatureName, value)], value);
    }

    /// <summary>
    /// Reads pairs of a version and a signature. A comma and a space part them alike, since a header
    /// that was sent twice comes joined by a comma, and neither is a character of base64.
    /// </summary>
    private bool TryReadSignatures(ReadOnlySpan<char> value, out byte[] signatures)
    {
        var collected = new SignatureCollector(_algorithm.SignatureLength, SignatureEncoding.Base64);
        bool isVersion = true;
        bool isOurs = false;
        foreach (Range range in value.SplitAny(' ', ','))
        {
            ReadOnlySpan<char> part = value[range];
            if (part.IsEmpty)
            {
                continue;
            }

            if (isVersion)
            {
                isOurs = part.SequenceEqual(_version);
            }
            else if (isOurs)
            {
                collected.Add(part);
            }

            isVersion = !isVersion;
        }

        return collected.TryGet(out signatures);
    }
}
