using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: the Standard Webhooks specification.</summary>
internal sealed class StandardWebhooksScheme() : StandardWebhooksTemplate(
    "StandardWebhooks",
    "Standard Webhooks: HMAC-SHA256 of id, timestamp and body",
    headerPrefix: "webhook",
    version: "v1",
    HmacAlgorithm.Sha256,
    StandardWebhooksSecretFormat.Instance);
