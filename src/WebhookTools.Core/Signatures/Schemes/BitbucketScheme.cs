using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Bitbucket Cloud's documentation, Manage webhooks, Secure webhooks.</summary>
internal sealed class BitbucketScheme() : HeaderScheme(
    "Bitbucket",
    "Bitbucket: HMAC-SHA256 of the body",
    new HeaderLayout("X-Hub-Signature") { Prefix = "sha256=" },
    HmacAlgorithm.Sha256);
