using System.Runtime.CompilerServices;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>A configurable HMAC, for providers without a scheme of their own.</summary>
internal sealed class HmacScheme() : HeaderScheme(
    "Hmac",
    "Any other HMAC: header, algorithm, encoding, prefix and signed content are options",
    new HeaderLayout("X-Signature"),
    HmacAlgorithm.Sha256)
{
    /// <summary>Parsed options, cached for as long as the options live: a listener uses the same options for every webhook.</summary>
    private static readonly ConditionalWeakTable<SignatureOptions, HmacSettings> Settings = [];

    /// <summary>Cannot be detected, because the caller names the header.</summary>
    internal override SchemeMatch Match(SignatureHeaders headers) => SchemeMatch.None;

    /// <inheritdoc/>
    protected override HeaderLayout GetLayout(SignatureOptions options) => GetSettings(options).Layout;

    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => GetSettings(options).Algorithm;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => GetSettings(input.Options).Template.Fill(input, Name);

    private static HmacSettings GetSettings(SignatureOptions options) => Settings.GetValue(options, HmacSettings.Parse);
}

/// <summary>The caller's options of an HMAC, parsed.</summary>
internal sealed record HmacSettings(HeaderLayout Layout, HmacAlgorithm Algorithm, ContentTemplate Template)
{
    private const string DefaultName = "X-Signature";
    private const string DefaultTimestampName = "X-Signature-Timestamp";
    private const string DefaultIdName = "X-Signature-Id";

    /// <exception cref="SignatureException">An option has a value that is not allowed.</exception>
    public static HmacSettings Parse(SignatureOptions options)
    {
        ContentTemplate template = ContentTemplate.Parse(options.Template);
        var layout = new HeaderLayout(HeaderText.RequireName(options.HeaderName ?? DefaultName))
        {
            Prefix = RequirePrefix(options.Prefix ?? string.Empty),
            Encoding = ParseEncoding(options.Encoding),
            TimestampName = template.UsesTimestamp ? HeaderText.RequireName(options.TimestampHeaderName ?? DefaultTimestampName) : null,
            IdName = template.UsesId ? HeaderText.RequireName(options.IdHeaderName ?? DefaultIdName) : null,
        };
        return new HmacSettings(layout, HmacAlgorithm.Get(options.Algorithm, HmacAlgorithm.Sha256), template);
    }

    private static string RequirePrefix(string prefix) =>
        prefix.AsSpan().ContainsAnyExceptInRange(' ', '~') || prefix.StartsWith(' ') ? throw SignatureErrors.SignaturePrefixInvalid() : prefix;

    private static SignatureEncoding ParseEncoding(string? name) => name?.ToUpperInvariant() switch
    {
        null or "HEX" => SignatureEncoding.Hex,
        "BASE64" => SignatureEncoding.Base64,
        "BASE64URL" => SignatureEncoding.Base64Url,
        _ => throw SignatureErrors.SignatureEncodingUnknown(name),
    };
}
