using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Zoom's documentation, Using webhooks, Verify webhook events. Its challenge is answered by <see cref="ZoomChallenge"/>.</summary>
internal sealed class ZoomScheme() : VersionZeroScheme(
    "Zoom",
    "Zoom: HMAC-SHA256 of time and body",
    signatureName: "x-zm-signature",
    timestampName: "x-zm-request-timestamp");
