using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Sending;

/// <summary>Makes a delivery's requests: each one signed anew, all with the same message id.</summary>
internal sealed class DeliveryRequestFactory(WebhookBody body, DeliveryPlan plan, TimeProvider timeProvider, IRandomSource random)
{
    /// <summary>The message id: the caller's, or the one that the first signature made.</summary>
    public string? Id { get; private set; } = plan.Options.Id;

    /// <summary>The last signature, or null.</summary>
    public SignatureResult? Signature { get; private set; }

    /// <summary>A request to that address.</summary>
    /// <exception cref="SignatureException">It cannot be signed.</exception>
    public DeliveryRequest Create(Uri uri)
    {
        Signature = plan.Options.Signing is { } signing ? Sign(uri, signing) : null;
        Id ??= Signature?.Id;
        return plan.CreateRequest(uri, body, Signature);
    }

    private SignatureResult Sign(Uri uri, SigningOptions signing)
    {
        var content = new SignatureRequest
        {
            Body = body,
            Id = Id,
            Timestamp = timeProvider.GetUtcNow(),
            Uri = uri,
            Method = plan.SignedMethod,
            Event = plan.Options.Event,
            ContentType = plan.ContentType,
        };
        return signing.Scheme.Sign(content, signing.Secrets, signing.Options, timeProvider, random);
    }
}
