using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Slack's documentation, Verifying requests from Slack.</summary>
internal sealed class SlackScheme() : VersionZeroScheme(
    "Slack",
    "Slack: HMAC-SHA256 of time and body",
    signatureName: "X-Slack-Signature",
    timestampName: "X-Slack-Request-Timestamp");
