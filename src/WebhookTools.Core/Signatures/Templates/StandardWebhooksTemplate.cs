using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>
/// The Standard Webhooks family: headers for an id, a timestamp and a list of versioned signatures over
/// <c>id.timestamp.body</c>. Signatures of another version are skipped.
/// Source: the Standard Webhooks specification, Verifying webhook authenticity.
/// </summary>
internal abstract class StandardWebhooksTemplate : SchemeTemplate
{
    private readonly string _timestampName;
    private readonly string _signatureName;
    private readonly string _version;
    private readonly SignatureAlgorithm _algorithm;
    private readonly string _expected;

    /// <param name="headerPrefix">The prefix of the header names, such as <c>webhook</c>.</param>
    /// <param name="version">The version of its signatures, such as <c>v1</c>.</param>
    protected StandardWebhooksTemplate(string name, string description, string headerPrefix, string version, SignatureAlgorithm algorithm, SecretFormat secretFormat)
        : base(name, description)
    {
        IdHeaderName = headerPrefix + "-id";
        _timestampName = headerPrefix + "-timestamp";
        _signatureName = headerPrefix + "-signature";
        _version = version;
        _algorithm = algorithm;
        _expected = $"'{_signatureName}: {version},' followed by {SignatureText.Describe(algorithm.SignatureLength, SignatureEncoding.Base64)}; several signatures are separated by spaces";
        SecretFormat = secretFormat;
        HeaderNames = [_signatureName, IdHeaderName, _timestampName];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> HeaderNames { get; }

    /// <inheritdoc/>
    public sealed override string IdHeaderName { get; }

    /// <inheritdoc/>
    public sealed override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    internal sealed override SchemeMatch Match(SignatureHeaders headers) =>
        headers.TryGet(_signatureName, out string value) && value.Split(' ', ',').Contains(_version, StringComparer.Ordinal)
            ? SchemeMatch.Possible
            : SchemeMatch.None;

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

    /// <summary>The specification forbids a full stop, which ends the id in the signed content: the text after it could be taken as the timestamp.</summary>
    protected sealed override bool IsAllowedId(string id) => base.IsAllowedId(id) && !id.Contains('.', StringComparison.Ordinal);

    /// <inheritdoc/>
    protected sealed override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create($"{input.Id}.{input.Timestamp}.", input.Request.Body);

    /// <inheritdoc/>
    protected sealed override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        if (!headers.TryGet(_signatureName, out string value))
        {
            return ReceivedSignature.Missing(_signatureName, _expected);
        }

        if (!TryReadSignatures(value, out byte[] signatures))
        {
            return ReceivedSignature.Malformed(_signatureName, value.Length == 0 ? "it is empty" : $"it has no readable signature of version '{_version}'", _expected);
        }

        ReceivedSignature received = new ReceivedSignature { Signatures = signatures }.WithTimestamp(headers, _timestampName, TimestampUnit);
        return received.Problem is null ? received.WithId(headers, IdHeaderName) : received;
    }

    /// <inheritdoc/>
    protected sealed override FormattedSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        string value = string.Join(' ', signatures.Select(signature => _version + "," + SignatureText.Encode(signature, SignatureEncoding.Base64)));
        return new FormattedSignature([new(IdHeaderName, input.Id!), new(_timestampName, input.Timestamp!), new(_signatureName, value)], value);
    }

    /// <summary>
    /// Reads pairs of a version and a signature. Commas and spaces both separate them, since repeated headers are joined with
    /// a comma, and neither character is used by base64.
    /// </summary>
    private bool TryReadSignatures(ReadOnlySpan<char> value, out byte[] signatures)
    {
        var list = new SignatureListBuilder(_algorithm.SignatureLength, SignatureEncoding.Base64);
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
                list.Add(part);
            }

            isVersion = !isVersion;
        }

        return list.TryBuild(out signatures);
    }
}
