using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: GitHub's documentation, Validating webhook deliveries.</summary>
internal sealed class GitHubScheme() : HeaderScheme(
    "GitHub",
    "GitHub, Gitea, Forgejo and compatible senders: HMAC-SHA256 of the body",
    new HeaderLayout("X-Hub-Signature-256") { Prefix = "sha256=", EventName = "X-GitHub-Event" },
    HmacAlgorithm.Sha256);
