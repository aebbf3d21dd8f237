using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Paddle's documentation, Signature verification; the tolerance of five seconds is that of its libraries.</summary>
internal sealed class PaddleScheme() : FieldScheme(
    "Paddle",
    "Paddle: HMAC-SHA256 of timestamp and body",
    new FieldLayout("Paddle-Signature", Separator: ';', TimestampField: "ts", SignatureField: "h1", ContentSeparator: ':'))
{
    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance { get; } = TimeSpan.FromSeconds(5);
}
