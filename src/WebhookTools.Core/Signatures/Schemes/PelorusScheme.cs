using WebhookTools.Core.Payloads.Rewriting;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>
/// Pelorus' documentation tells senders to sign one serialisation of the JSON (<c>jq -c</c>,
/// <c>echo $(cat file)</c>) and to post another, so a body that does not match as it is may match
/// as one of those that Pelorus itself tries.
/// </summary>
internal sealed class PelorusScheme() : HeaderScheme(
    "Pelorus",
    "Pelorus: HMAC-SHA256 of the body, or of its JSON serialised in one of 20 other ways",
    new HeaderLayout("X-Hub-Signature-256") { Prefix = "sha256=", EventName = "X-Pelorus-Event" },
    HmacAlgorithm.Sha256)
{
    /// <summary>
    /// Longer bodies must match as they are, so that a wrong signature cannot cost the receiver more
    /// than a few milliseconds. Pelorus itself refuses bodies of more than 100,000 bytes.
    /// </summary>
    private const int MaximumTolerantLength = 256 * 1024;

    /// <inheritdoc/>
    protected override IEnumerable<ContentCandidate> GetOtherContents(SignatureInput input) =>
        input.Request.Body.Length <= MaximumTolerantLength
            ? PythonJson.GetSerialisations(input.Request.Body.ReadAll())
            : [];
}
