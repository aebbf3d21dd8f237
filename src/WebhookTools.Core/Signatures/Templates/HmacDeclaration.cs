using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>An HMAC as a caller's options describe it.</summary>
internal sealed record HmacDeclaration(HeaderLayout Layout, HmacAlgorithm Algorithm, ContentTemplate Template)
{
    private const string DefaultName = "X-Signature";
    private const string DefaultTimestampName = "X-Signature-Timestamp";
    private const string DefaultIdName = "X-Signature-Id";

    /// <summary>Reads the options.</summary>
    /// <exception cref="SignatureException">One of them has a value that is not allowed.</exception>
    public static HmacDeclaration Read(SignatureOptions options)
    {
        ContentTemplate template = ContentTemplate.Parse(options.Template);
        var layout = new HeaderLayout(HeaderText.RequireName(options.HeaderName ?? DefaultName))
        {
            Prefix = RequirePrefix(options.Prefix ?? string.Empty),
            Encoding = ReadEncoding(options.Encoding),
            TimestampName = template.UsesTimestamp ? HeaderText.RequireName(options.TimestampHeaderName ?? DefaultTimestampName) : null,
            IdName = template.UsesId ? HeaderText.RequireName(options.IdHeaderName ?? DefaultIdName) : null,
        };
        return new HmacDeclaration(layout, HmacAlgorithm.Get(options.Algorithm, HmacAlgorithm.Sha256), template);
    }

    private static string RequirePrefix(string prefix) =>
        prefix.AsSpan().ContainsAnyExceptInRange(' ', '~') || prefix.StartsWith(' ') ? throw SignatureErrors.SignaturePrefixInvalid() : prefix;

    private static SignatureEncoding ReadEncoding(string? name) => name?.ToUpperInvariant() switch
    {
        null or "HEX" => SignatureEncoding.Hex,
        "BASE64" => SignatureEncoding.Base64,
        "BASE64URL" => SignatureEncoding.Base64Url,
        _ => throw SignatureErrors.SignatureEncodingUnknown(name),
    };
}
