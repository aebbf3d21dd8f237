using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>Slack's shape, which Zoom follows: <c>v0=</c> and HMAC-SHA256 in hexadecimal over <c>v0:timestamp:body</c>.</summary>
internal abstract class VersionZeroScheme(string name, string description, string signatureName, string timestampName) : HeaderScheme(
    name,
    description,
    new HeaderLayout(signatureName) { Prefix = "v0=", TimestampName = timestampName },
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    public sealed override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    protected sealed override SignedContent GetContent(in SignatureInput input) =>
        ContentText.Around($"v0:{input.Timestamp}:", input.Request.Body);
}
