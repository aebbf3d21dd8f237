using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Xplenty's guide on service hooks, which names no algorithm: SHA-256 unless the caller says another.</summary>
internal sealed class XplentyHookScheme() : HeaderScheme(
    "XplentyHook",
    "Xplenty (Integrate.io), by its guide: HMAC of the body, SHA-256 unless another algorithm is asked for",
    new HeaderLayout("X-Hook-Signature"),
    HmacAlgorithm.Sha256)
{
    /// <inheritdoc/>
    protected override SignatureAlgorithm GetAlgorithm(SignatureOptions options) => HmacAlgorithm.Get(options.Algorithm, HmacAlgorithm.Sha256);
}
