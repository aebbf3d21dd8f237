using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Svix's documentation, Verifying webhooks manually.</summary>
internal sealed class SvixScheme() : StandardWebhooksTemplate(
    "Svix",
    "Svix and the services that send with it: Standard Webhooks with Svix's header names",
    headerPrefix: "svix",
    version: "v1",
    HmacAlgorithm.Sha256,
    StandardWebhooksSecretFormat.Instance);
