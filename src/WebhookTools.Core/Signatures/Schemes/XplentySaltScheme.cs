using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Xplenty's API documentation on hooks. No documented header carries the id and the event, so the caller gives them.</summary>
internal sealed class XplentySaltScheme() : HeaderScheme(
    "XplentySalt",
    "Xplenty (Integrate.io), according to its API: SHA-1 of id, event, URL and salt; the body is not covered",
    new HeaderLayout("X-Hook-Signature"),
    SecretDigestAlgorithm.Sha1WithSecretLast)
{
    /// <inheritdoc/>
    public override string IdHeaderName => "X-Hook-Id";

    /// <inheritdoc/>
    public override string EventHeaderName => "X-Hook-Event";

    /// <inheritdoc/>
    public override bool CoversBody => false;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input)
    {
        string id = input.Request.Id ?? throw SignatureErrors.SignedIdMissing(Name);
        string name = input.Request.Event ?? throw SignatureErrors.SignedEventMissing(Name);
        return SignedContent.Create(id + name + input.Request.RequireAddress(Name), body: null);
    }
}
