namespace WebhookTools.Core.Sending;

/// <summary>What became of one attempt.</summary>
/// <param name="Reply">The reply, or null when none came.</param>
/// <param name="Failure">Why it was not delivered, or null.</param>
internal sealed record AttemptOutcome(DeliveryResponse? Reply, DeliveryFailure? Failure);
