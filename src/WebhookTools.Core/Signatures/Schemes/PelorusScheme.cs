using WebhookTools.Core.Payloads.Rewriting;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>
/// Pelorus' documentation tells senders to sign one serialization of the JSON (<c>jq -c</c>, <c>echo $(cat file)</c>) and to
/// post another. Pelorus therefore tries other serializations of a body that does not match, and so does this scheme.
/// </summary>
internal sealed class PelorusScheme() : HeaderScheme(
    "Pelorus",
    "Pelorus: HMAC-SHA256 of the body, or of one of 20 other serializations of its JSON",
    new HeaderLayout("X-Hub-Signature-256") { Prefix = "sha256=", EventName = "X-Pelorus-Event" },
    HmacAlgorithm.Sha256)
{
    /// <summary>
    /// Longer bodies must match as received, so that a wrong signature costs the receiver only a few milliseconds. Pelorus
    /// itself rejects bodies of more than 100,000 bytes.
    /// </summary>
    private const int MaximumTolerantLength = 256 * 1024;

    /// <inheritdoc/>
    protected override IEnumerable<AlternativeContent> GetAlternativeContents(SignatureInput input) =>
        input.Request.Body.Length <= MaximumTolerantLength
            ? PythonJson.GetSerializations(input.Request.Body.ReadAll())
                .Select(json => new AlternativeContent(SignedContent.Create(json.Before, json.Body, json.After), json.Description))
            : [];
}
