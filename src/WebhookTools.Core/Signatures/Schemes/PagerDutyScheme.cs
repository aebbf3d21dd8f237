using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: PagerDuty's documentation, Webhooks, Verifying signatures: one for each secret while secrets change.</summary>
internal sealed class PagerDutyScheme() : HeaderScheme(
    "PagerDuty",
    "PagerDuty: HMAC-SHA256 of the body, one for each secret",
    new HeaderLayout("X-PagerDuty-Signature") { Prefix = "v1=", IsList = true },
    HmacAlgorithm.Sha256);
