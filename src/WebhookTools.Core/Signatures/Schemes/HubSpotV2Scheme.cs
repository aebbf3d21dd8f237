using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: HubSpot's documentation, Validating requests, Validate the v2 request signature.</summary>
internal sealed class HubSpotV2Scheme() : HubSpotDigestScheme(
    "HubSpotV2",
    "HubSpot, version 2: SHA-256 of secret, method, URL and body",
    version: "v2")
{
    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) =>
        SignedContent.Create(input.Request.Method + input.Request.RequireAddress(Name), input.Request.Body);
}
