using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>A webhook whose delivery has ended.</summary>
/// <param name="Result">What became of it; null where it could not even be tried.</param>
/// <param name="Failure">Why it could not be tried; null where there is a result.</param>
internal sealed record EndedDelivery(PendingDelivery Delivery, DeliveryResult? Result, Exception? Failure);
