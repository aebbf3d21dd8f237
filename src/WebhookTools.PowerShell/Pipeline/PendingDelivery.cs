using WebhookTools.Core.Payloads;
using WebhookTools.Core.Sending;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>A webhook on its way.</summary>
/// <param name="Target">What it was made of, or null where it is no one object.</param>
internal sealed record PendingDelivery(PreparedDelivery Sending, WebhookBody Body, object? Target)
{
    /// <summary>When it was made ready, a timestamp.</summary>
    public long StartedAt { get; } = TimeProvider.System.GetTimestamp();

    /// <summary>What remains to be waited for after the reply was read, or null.</summary>
    public Task<DeliveryResult>? Rest { get; init; }
}
