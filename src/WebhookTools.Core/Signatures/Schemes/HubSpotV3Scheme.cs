using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: HubSpot's documentation, Validating requests, Validate the v3 request signature.</summary>
internal sealed class HubSpotV3Scheme() : HeaderScheme(
    "HubSpotV3",
    "HubSpot, version 3: HMAC-SHA256 of method, address, body and time, in base64",
    new HeaderLayout("X-HubSpot-Signature-v3") { Encoding = SignatureEncoding.Base64, TimestampName = "X-HubSpot-Request-Timestamp" },
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    protected override TimestampUnit TimestampUnit => TimestampUnit.Milliseconds;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        GetContent(input, HubSpotAddress.Decode(ContentText.RequireAddress(input.Request, Name)));

    /// <summary>HubSpot's own libraries sign and compare the address without decoding it, whatever the documentation says.</summary>
    protected override IEnumerable<ContentCandidate> GetOtherContents(SignatureInput input)
    {
        string address = ContentText.RequireAddress(input.Request, Name);
        return string.Equals(address, HubSpotAddress.Decode(address), StringComparison.Ordinal)
            ? []
            : [new ContentCandidate(GetContent(input, address), "the address with its escapes as they came")];
    }

    private static SignedContent GetContent(in SignatureInput input, string address) =>
        ContentText.Around(input.Request.Method + address, input.Request.Body, input.Timestamp!);
}
