using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: PagerDuty's documentation, Webhooks, Verifying signatures. While secrets are rotated, there is one signature per secret.</summary>
internal sealed class PagerDutyScheme() : HeaderScheme(
    "PagerDuty",
    "PagerDuty: HMAC-SHA256 of the body, one per secret",
    new HeaderLayout("X-PagerDuty-Signature") { Prefix = "v1=", IsList = true },
    HmacAlgorithm.Sha256);
