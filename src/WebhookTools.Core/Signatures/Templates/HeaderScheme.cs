using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>A scheme with a header for the signature, as described by a <see cref="HeaderLayout"/>.</summary>
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
    internal override SchemeMatch Match(SignatureHeaders headers)
    {
        if (!headers.TryGet(_layout.Name, out string value)
            || !value.StartsWith(_layout.Prefix, StringComparison.Ordinal)
            || (_layout.StrongerName is not null && headers.TryGet(_layout.StrongerName, out _)))
        {
            return SchemeMatch.None;
        }

        return _layout.EventName is not null && headers.TryGet(_layout.EventName, out _) ? SchemeMatch.Certain : SchemeMatch.Possible;
    }

    /// <summary>Returns the layout, which options may change.</summary>
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
            return ReceivedSignature.Missing(layout.Name, Describe(layout, length));
        }

        if (!TryReadSignatures(value, layout, length, out byte[] signatures))
        {
            return ReceivedSignature.Malformed(layout.Name, DescribeProblem(value, layout), Describe(layout, length));
        }

        var received = new ReceivedSignature { Signatures = signatures };
        if (layout.TimestampName is not null)
        {
            received = received.WithTimestamp(headers, layout.TimestampName, TimestampUnit);
        }

        return layout.IdName is null || received.Problem is not null ? received : received.WithId(headers, layout.IdName);
    }

    /// <inheritdoc/>
    protected override FormattedSignature Write(in SignatureInput input, IReadOnlyList<byte[]> signatures, IReadOnlyList<WebhookSecret> secrets)
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

        return new FormattedSignature(lines, value);
    }

    private static bool TryReadSignatures(ReadOnlySpan<char> value, HeaderLayout layout, int length, out byte[] signatures)
    {
        if (!layout.IsList)
        {
            signatures = new byte[length];
            return value.StartsWith(layout.Prefix, StringComparison.Ordinal)
                && SignatureText.TryDecode(value[layout.Prefix.Length..], layout.Encoding, signatures);
        }

        var list = new SignatureListBuilder(length, layout.Encoding);
        foreach (Range range in value.Split(','))
        {
            ReadOnlySpan<char> item = value[range].Trim();
            if (item.StartsWith(layout.Prefix, StringComparison.Ordinal))
            {
                list.Add(item[layout.Prefix.Length..]);
            }
        }

        return list.TryBuild(out signatures);
    }

    private static string DescribeProblem(string value, HeaderLayout layout)
    {
        if (value.Length == 0)
        {
            return "it is empty";
        }

        return value.StartsWith(layout.Prefix, StringComparison.Ordinal)
            ? SignatureText.DescribeLength(value.Length - layout.Prefix.Length, layout.Prefix.Length == 0 ? string.Empty : $" after '{layout.Prefix}'")
            : $"it does not start with '{layout.Prefix}'";
    }

    private static string Describe(HeaderLayout layout, int length) =>
        $"'{layout.Name}: {layout.Prefix}' followed by {SignatureText.Describe(length, layout.Encoding)}";
}
