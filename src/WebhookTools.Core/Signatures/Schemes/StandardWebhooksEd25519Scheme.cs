using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: the Standard Webhooks specification, Asymmetric signatures.</summary>
internal sealed class StandardWebhooksEd25519Scheme() : StandardWebhooksTemplate(
    "StandardWebhooksEd25519",
    "Standard Webhooks with a key pair: Ed25519 over id, timestamp and body",
    headerPrefix: "webhook",
    version: "v1a",
    Ed25519Algorithm.Instance,
    StandardWebhooksKeyFormat.Instance);
