using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Square's documentation, Validate webhook notifications. The address is the one that the subscription names, to the letter.</summary>
internal sealed class SquareScheme() : HeaderScheme(
    "Square",
    "Square: HMAC-SHA256 of address and body, in base64",
    new HeaderLayout("x-square-hmacsha256-signature") { Encoding = SignatureEncoding.Base64 },
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        ContentText.Around(ContentText.RequireAddress(input.Request, Name), input.Request.Body);
}
