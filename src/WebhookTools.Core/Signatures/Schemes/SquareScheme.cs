using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Square's documentation, Validate webhook notifications. The URL is exactly the one of the subscription.</summary>
internal sealed class SquareScheme() : HeaderScheme(
    "Square",
    "Square: HMAC-SHA256 of URL and body, in base64",
    new HeaderLayout("x-square-hmacsha256-signature") { Encoding = SignatureEncoding.Base64 },
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create(input.Request.RequireAddress(Name), input.Request.Body);
}
