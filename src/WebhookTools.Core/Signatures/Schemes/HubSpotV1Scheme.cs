namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: HubSpot's documentation, Validating requests, Validate the v1 request signature.</summary>
internal sealed class HubSpotV1Scheme() : HubSpotDigestScheme(
    "HubSpotV1",
    "HubSpot, version 1: SHA-256 of secret and body",
    version: "v1");
