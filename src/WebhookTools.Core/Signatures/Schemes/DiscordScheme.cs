using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Discord's documentation, Interactions, Setting up an endpoint, Validating security request headers. It names no window for the time.</summary>
internal sealed class DiscordScheme() : HeaderScheme(
    "Discord",
    "Discord: Ed25519 over time and body",
    new HeaderLayout("X-Signature-Ed25519") { TimestampName = "X-Signature-Timestamp" },
    Ed25519Algorithm.Instance)
{
    /// <inheritdoc/>
    protected override SecretFormat SecretFormat => HexKeyFormat.Instance;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => ContentText.Around(input.Timestamp!, input.Request.Body);
}
