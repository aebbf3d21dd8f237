using WebhookTools.Core.Signatures.Algorithms;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>HubSpot's older signatures: one header for both versions, a plain SHA-256 with the secret first. A further header says the version.</summary>
internal abstract class HubSpotDigestScheme(string name, string description, string version) : HeaderScheme(
    name,
    description,
    new HeaderLayout("X-HubSpot-Signature") { StrongerName = "X-HubSpot-Signature-v3" },
    SecretDigestAlgorithm.Sha256WithSecretFirst)
{
    private const string VersionName = "X-HubSpot-Signature-Version";

    /// <summary>The secret stands first in a plain hash: whoever has a signature can go on from it and sign the body with more behind it.</summary>
    public sealed override bool ProtectsBody => false;

    /// <inheritdoc/>
    internal sealed override SchemeLikeness Recognize(SignatureHeaders headers)
    {
        SchemeLikeness likeness = base.Recognize(headers);
        if (likeness == SchemeLikeness.None || !headers.TryGet(VersionName, out string value))
        {
            return likeness;
        }

        return string.Equals(value, version, StringComparison.OrdinalIgnoreCase) ? SchemeLikeness.Certain : SchemeLikeness.None;
    }
}
