using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Templates;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Stripe's documentation, Verify webhook signatures manually. The whole secret is the key, including <c>whsec_</c>.</summary>
internal sealed class StripeScheme() : FieldScheme(
    "Stripe",
    "Stripe: HMAC-SHA256 of timestamp and body",
    new FieldLayout("Stripe-Signature", Separator: ',', TimestampField: "t", SignatureField: "v1", ContentSeparator: '.'))
{
    private static readonly TextSecretFormat Format = new("whsec_");

    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance => FiveMinutes;

    /// <inheritdoc/>
    protected override SecretFormat SecretFormat => Format;
}
