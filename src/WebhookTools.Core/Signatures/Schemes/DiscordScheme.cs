using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Discord's documentation, Interactions, Setting up an endpoint, Validating security request headers. The documentation does not limit the age of the timestamp.</summary>
internal sealed class DiscordScheme() : HeaderScheme(
    "Discord",
    "Discord: Ed25519 over timestamp and body",
    new HeaderLayout("X-Signature-Ed25519") { TimestampName = "X-Signature-Timestamp" },
    Ed25519Algorithm.Instance)
{
    /// <inheritdoc/>
    protected override SecretFormat SecretFormat => HexKeyFormat.Instance;

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => SignedContent.Create(input.Timestamp!, input.Request.Body);
}
