using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>HubSpot's older signatures: the same header for both versions, with a plain SHA-256 that starts with the secret. Another header names the version.</summary>
internal abstract class HubSpotDigestScheme(string name, string description, string version) : HeaderScheme(
    name,
    description,
    new HeaderLayout("X-HubSpot-Signature") { StrongerName = "X-HubSpot-Signature-v3" },
    SecretDigestAlgorithm.Sha256WithSecretFirst)
{
    private const string VersionName = "X-HubSpot-Signature-Version";

    /// <summary>A plain hash that starts with the secret can be extended: the holder of a signature can sign the body with bytes appended.</summary>
    public sealed override bool ProtectsBody => false;

    /// <inheritdoc/>
    internal sealed override SchemeMatch Match(SignatureHeaders headers)
    {
        SchemeMatch match = base.Match(headers);
        if (match == SchemeMatch.None || !headers.TryGet(VersionName, out string value))
        {
            return match;
        }

        return string.Equals(value, version, StringComparison.OrdinalIgnoreCase) ? SchemeMatch.Certain : SchemeMatch.None;
    }
}
