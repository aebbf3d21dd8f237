using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Xplenty's guide on service hooks, which does not name an algorithm.</summary>
internal sealed class XplentyHookScheme() : HeaderScheme(
    "XplentyHook",
    "Xplenty (Integrate.io), according to its guide: HMAC of the body, SHA-256 by default",
    new HeaderLayout("X-Hook-Signature"),
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => HmacAlgorithm.Get(options.Algorithm, HmacAlgorithm.Sha256);
}
