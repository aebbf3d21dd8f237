using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Grafana's documentation, Configure webhook notifications, HMAC signature. Without a timestamp header it signs only the body, and there is no tolerance.</summary>
internal sealed class GrafanaScheme() : HeaderScheme(
    "Grafana",
    "Grafana alerting: HMAC-SHA256 of the body, or of timestamp and body if a timestamp header is named",
    DefaultLayout,
    HmacAlgorithm.Sha256)
{
    private static readonly HeaderLayout DefaultLayout = new("X-Grafana-Alerting-Signature");

    /// <inheritdoc/>
    protected override HeaderLayout GetLayout(SignatureOptions options) => options.HeaderName is null && options.TimestampHeaderName is null
        ? DefaultLayout
        : DefaultLayout with
        {
            Name = HeaderText.RequireName(options.HeaderName ?? DefaultLayout.Name),
            TimestampName = options.TimestampHeaderName is null ? null : HeaderText.RequireName(options.TimestampHeaderName),
        };

    /// <inheritdoc/>
    protected override SignedContent GetContent(in SignatureInput input) => input.Timestamp is null
        ? base.GetContent(input)
        : SignedContent.Create(input.Timestamp + ":", input.Request.Body);
}
