using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Shopify's documentation, Deliver webhooks through HTTPS, Verify the webhook.</summary>
internal sealed class ShopifyScheme() : HeaderScheme(
    "Shopify",
    "Shopify: HMAC-SHA256 of the body, in base64",
    new HeaderLayout("X-Shopify-Hmac-SHA256") { Encoding = SignatureEncoding.Base64 },
    HmacAlgorithm.Sha256);
