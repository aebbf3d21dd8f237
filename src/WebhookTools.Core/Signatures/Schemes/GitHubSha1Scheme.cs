using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: GitHub's documentation, Webhook events and payloads, Delivery headers; Intercom's documentation, Signed notifications.</summary>
internal sealed class GitHubSha1Scheme() : HeaderScheme(
    "GitHubSha1",
    "GitHub's older header, and Intercom: HMAC-SHA1 of the body",
    new HeaderLayout("X-Hub-Signature") { Prefix = "sha1=", StrongerName = "X-Hub-Signature-256" },
    HmacAlgorithm.Sha1);
