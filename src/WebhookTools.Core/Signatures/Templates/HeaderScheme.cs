using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A scheme whose signature stands in one header, as laid out by a <see cref="HeaderLayout"/>.</summary>
internal abstract class HeaderScheme : SchemeTemplate
{
    private readonly HeaderLayout _layout;
    private readonly SignatureAlgorithm _algorithm;

    protected HeaderScheme(string name, string description, HeaderLayout layout, SignatureAlgorithm algorithm)
        : base(name, description)
    {
        _layout = layout;
        _algorithm = algorithm;
        HeaderNames = layout.Names;
    }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> HeaderNames { get; }

    /// <inheritdoc/>
    public override string? IdHeaderName => _layout.IdName;

    /// <inheritdoc/>
    public override string? EventHeaderName => _layout.EventName;

    /// <inheritdoc/>
    internal override SchemeLikeness Recognize(SignatureHeaders headers)
    {
        if (!headers.TryGet(_layout.Name, out string value)
            || !value.StartsWith(_layout.Prefix, StringComparison.Ordinal)
            || (_layout.StrongerName is not null && headers.TryGet(_layout.StrongerName, out _)))
        {
            return SchemeLikeness.None;
        }

        return _layout.EventName is not null && headers.TryGet(_layout.EventName, out _) ? SchemeLikeness.Certain : SchemeLikeness.Possible;
    }

    /// <summary>The layout, for a scheme whose caller may change it.</summary>
    protected virtual HeaderLayout GetLayout(SignatureOptions options) => _layout;

    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => _algorithm;

    /// <inheritdoc/>
    protected override bool SignsId(SignatureOptions options) => GetLayout(options).IdName is not null;

    /// <inheritdoc/>
    protected override bool SignsTime(SignatureOptions options) => GetLayout(options).TimestampName is not null;

    /// <inheritdoc/>
    protected sealed override bool WritesList(SignatureOptions options) => GetLayout(options).IsList;

    /// <inheritdoc/>
    protected override ReceivedSignature Read(SignatureRequest request, SignatureHeaders headers, SignatureOptions options)
    {
        HeaderLayout layout = GetLayout(options);
        int length = GetAlgorithm(options).SignatureLength;
        if (!headers.TryGet(layout.Name, out string value))
        {
            return ReceivedSignature.Missing(layout.Name, Expect(layout, length));
        }

        if (!TryReadSignatures(value, layout, length, out byte[] signatures))
        {
            return ReceivedSignature.Malformed(layout.Name, DescribeFound(value, layout), Expect(layout, length));
        }

        var received = new ReceivedSignature { Signatures = signatures };
        if (layout.TimestampName is not null)
        {
            received = HeaderReader.ReadTimestamp(received, headers, layout.TimestampName, TimestampUnit);
        }

        return layout.IdName is null || received.Problem is not null ? received : HeaderReader.ReadId(received, headers, layout.IdName);
    }

    /// <inheritdoc/>
    protected override WrittenSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
    {
        HeaderLayout layout = GetLayout(input.Options);
        string value = string.Join(',', signatures.Select(signature => layout.Prefix + SignatureText.Encode(signature, layout.Encoding)));
        var lines = new List<KeyValuePair<string, string>> { new(layout.Name, value) };
        if (layout.TimestampName is not null)
        {
            lines.Add(new(layout.TimestampName, input.Timestamp!));
        }

        if (layout.IdName is not null)
        {
            lines.Add(new(layout.IdName, input.Id!));
        }

        return new WrittenSignature(lines, value);
    }

    private static bool TryReadSignatures(ReadOnlySpan<char> value, HeaderLayout layout, int length, out byte[] signatures)
    {
        if (!layout.IsList)
        {
            signatures = new byte[length];
            return value.StartsWith(layout.Prefix, StringComparison.Ordinal)
                && SignatureText.TryDecode(value[layout.Prefix.Length..], layout.Encoding, signatures);
        }

        var collected = new SignatureCollector(length, layout.Encoding);
        foreach (Range range in value.Split(','))
        {
            ReadOnlySpan<char> item = value[range].Trim();
            if (item.StartsWith(layout.Prefix, StringComparison.Ordinal))
            {
                collected.Add(item[layout.Prefix.Length..]);
            }
        }

        return collected.TryGet(out signatures);
    }

    private static string DescribeFound(string value, HeaderLayout layout)
    {
        if (value.Length == 0)
        {
            return "it is empty";
        }

        return value.StartsWith(layout.Prefix, StringComparison.Ordinal)
            ? HeaderReader.DescribeLength(value.Length - layout.Prefix.Length, layout.Prefix.Length == 0 ? string.Empty : $" after '{layout.Prefix}'")
            : $"it does not begin with '{layout.Prefix}'";
    }

    private static string Expect(HeaderLayout layout, int length) =>
        $"'{layout.Name}: {layout.Prefix}' and {SignatureText.Describe(length, layout.Encoding)}";
}
