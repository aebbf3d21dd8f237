using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A scheme with one header of named fields, HMAC-SHA256 in hexadecimal over the time and the body. Fields of other names are skipped.</summary>
internal abstract class FieldScheme : SchemeTemplate
{
    private readonly FieldLayout _layout;
    private readonly string _expected;

    protected FieldScheme(string name, string description, FieldLayout layout)
        : base(name, description)
    {
        _layout = layout;
        _expected = $"'{layout.HeaderName}: {layout.TimestampField}=seconds{layout.Separator}{layout.SignatureField}=signature', the signature {SignatureText.Describe(HmacAlgorithm.Sha256.SignatureLength, SignatureEncoding.Hex)}";
        HeaderNames = [layout.HeaderName];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> HeaderNames { get; }

    /// <inheritdoc/>
    internal sealed override SchemeLikeness Recognize(SignatureHeaders headers) =>
        headers.TryGet(_layout.HeaderName, out _) ? SchemeLikeness.Possible : SchemeLikeness.None;

    /// <inheritdoc/>
    protected sealed override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => HmacAlgorithm.Sha256;

    /// <inheritdoc/>
    protected sealed override bool SignsTime(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected sealed override bool WritesList(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected sealed override SignedContent GetContent(in SignatureInput input) =>
        ContentText.Around(input.Timestamp + _layout.ContentSeparator, input.Request.Body);

    /// <inheritdoc/>
    protected sealed override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        if (!headers.TryGet(_layout.HeaderName, out string text))
        {
            return ReceivedSignature.Missing(_layout.HeaderName, _expected);
        }

        ReadOnlySpan<char> value = text;
        ReadOnlySpan<char> timestamp = default;
        var collected = new SignatureCollector(HmacAlgorithm.Sha256.SignatureLength, SignatureEncoding.Hex);
        foreach (Range range in value.Split(_layout.Separator))
        {
            ReadOnlySpan<char> field = value[range].Trim();
            int equals = field.IndexOf('=');
            if (equals < 0)
            {
                continue;
            }

            ReadOnlySpan<char> name = field[..equals].TrimEnd();
            ReadOnlySpan<char> content = field[(equals + 1)..].TrimStart();
            if (name.SequenceEqual(_layout.SignatureField))
            {
                collected.Add(content);
            }
            else if (name.SequenceEqual(_layout.TimestampField))
            {
                if (!timestamp.IsEmpty && !timestamp.SequenceEqual(content))
                {
                    return Malformed("two times stand there");
                }

                timestamp = content;
            }
        }

        if (timestamp.IsEmpty)
        {
            return Malformed($"no time stands there as '{_layout.TimestampField}='");
        }

        return collected.TryGet(out byte[] signatures)
            ? HeaderReader.ReadTimestamp(new ReceivedSignature { Signatures = signatures }, _layout.HeaderName, timestamp.ToString(), TimestampUnit)
            : Malformed($"no signature can be read as '{_layout.SignatureField}='");
    }

    /// <inheritdoc/>
    protected sealed override WrittenSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        IEnumerable<string> fields = signatures.Select(signature => $"{_layout.SignatureField}={SignatureText.Encode(signature, SignatureEncoding.Hex)}");
        return WrittenSignature.Of(_layout.HeaderName, string.Join(_layout.Separator, fields.Prepend($"{_layout.TimestampField}={input.Timestamp}")));
    }

    private ReceivedSignature Malformed(string found) => ReceivedSignature.Malformed(_layout.HeaderName, found, _expected);
}
