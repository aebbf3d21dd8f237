using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A header with named fields: a timestamp and one or more signatures, such as <c>t=1533204620,v1=2220f8…</c>.</summary>
/// <param name="HeaderName">The header.</param>
/// <param name="Separator">The separator between fields.</param>
/// <param name="TimestampField">The name of the timestamp field.</param>
/// <param name="SignatureField">The name of the signature fields.</param>
/// <param name="ContentSeparator">The separator between timestamp and body in the signed content.</param>
internal sealed record FieldLayout(string HeaderName, char Separator, string TimestampField, string SignatureField, char ContentSeparator);

/// <summary>A scheme with one header of named fields: HMAC-SHA256 in hexadecimal over the timestamp and the body. Unknown fields are skipped.</summary>
internal abstract class FieldScheme : SchemeTemplate
{
    private readonly FieldLayout _layout;
    private readonly string _expected;

    protected FieldScheme(string name, string description, FieldLayout layout)
        : base(name, description)
    {
        _layout = layout;
        _expected = $"'{layout.HeaderName}: {layout.TimestampField}=timestamp{layout.Separator}{layout.SignatureField}=signature', where the signature has {SignatureText.Describe(HmacAlgorithm.Sha256.SignatureLength, SignatureEncoding.Hex)}";
        HeaderNames = [layout.HeaderName];
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> HeaderNames { get; }

    /// <inheritdoc/>
    internal sealed override SchemeMatch Match(SignatureHeaders headers) =>
        headers.TryGet(_layout.HeaderName, out _) ? SchemeMatch.Possible : SchemeMatch.None;

    /// <inheritdoc/>
    protected sealed override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => HmacAlgorithm.Sha256;

    /// <inheritdoc/>
    protected sealed override bool SignsTime(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected sealed override bool WritesList(SignatureOptions options) => true;

    /// <inheritdoc/>
    protected sealed override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create(input.Timestamp + _layout.ContentSeparator, input.Request.Body);

    /// <inheritdoc/>
    protected sealed override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        if (!headers.TryGet(_layout.HeaderName, out string text))
        {
            return ReceivedSignature.Missing(_layout.HeaderName, _expected);
        }

        ReadOnlySpan<char> value = text;
        ReadOnlySpan<char> timestamp = default;
        var list = new SignatureListBuilder(HmacAlgorithm.Sha256.SignatureLength, SignatureEncoding.Hex);
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
                list.Add(content);
            }
            else if (name.SequenceEqual(_layout.TimestampField))
            {
                if (!timestamp.IsEmpty && !timestamp.SequenceEqual(content))
                {
                    return Malformed("it has two timestamps");
                }

                timestamp = content;
            }
        }

        if (timestamp.IsEmpty)
        {
            return Malformed($"it has no timestamp ('{_layout.TimestampField}=')");
        }

        return list.TryBuild(out byte[] signatures)
            ? new ReceivedSignature { Signatures = signatures }.WithTimestamp(timestamp.ToString(), _layout.HeaderName, TimestampUnit)
            : Malformed($"it has no readable signature ('{_layout.SignatureField}=')");
    }

    /// <inheritdoc/>
    protected sealed override FormattedSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        IEnumerable<string> fields = signatures.Select(signature => $"{_layout.SignatureField}={SignatureText.Encode(signature, SignatureEncoding.Hex)}");
        return FormattedSignature.Create(_layout.HeaderName, string.Join(_layout.Separator, fields.Prepend($"{_layout.TimestampField}={input.Timestamp}")));
    }

    private ReceivedSignature Malformed(string problem) => ReceivedSignature.Malformed(_layout.HeaderName, problem, _expected);
}
