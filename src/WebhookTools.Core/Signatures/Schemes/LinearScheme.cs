using WebhookTools.Core.Payloads.Rewriting;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Templates;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Schemes;

/// <summary>Source: Linear's documentation, Webhooks, Securing webhooks. The timestamp is in the body, where the sender puts it.</summary>
internal sealed class LinearScheme() : HeaderScheme(
    "Linear",
    "Linear: HMAC-SHA256 of the body, whose webhookTimestamp must be recent",
    new HeaderLayout("Linear-Signature") { EventName = "Linear-Event" },
    HmacAlgorithm.Sha256)
{
    private const string TimestampMember = "webhookTimestamp";
    private const string Place = "body field";

    /// <inheritdoc/>
    public override IReadOnlyList<string> RecordedHeaderNames => [.. base.RecordedHeaderNames, "Linear-Delivery"];

    /// <inheritdoc/>
    public override TimeSpan? DefaultTolerance { get; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override TimestampUnit TimestampUnit => TimestampUnit.Milliseconds;

    /// <inheritdoc/>
    protected override ReceivedSignature Inspect(SignatureRequest request, in ReceivedSignature received, SignatureOptions options)
    {
        string? text = JsonMember.Find(request.Body.ReadAll(), TimestampMember);
        if (text is null)
        {
            // Without a tolerance, no timestamp is needed.
            return options.Tolerance == TimeSpan.Zero
                ? received
                : ReceivedSignature.Missing(TimestampMember, SignedTimestamp.Describe(TimestampUnit), Place);
        }

        return SignedTimestamp.TryParse(text, TimestampUnit, out DateTimeOffset time)
            ? received with { Time = time }
            : ReceivedSignature.Malformed(TimestampMember, "the timestamp cannot be parsed", SignedTimestamp.Describe(TimestampUnit), Place);
    }
}
