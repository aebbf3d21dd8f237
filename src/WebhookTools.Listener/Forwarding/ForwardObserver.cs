using System.Globalization;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Sending;

namespace WebhookTools.Listener.Forwarding;

/// <summary>Logs the retries of forwarded webhooks at Debug level.</summary>
internal sealed class ForwardObserver(string id, ListenerLog log) : IDeliveryObserver
{
    public void OnAttempt(ShownAddress address, int attempt)
    {
    }

    public void OnRetry(ShownAddress address, int attempt, string reason, TimeSpan delay) => log.Debug(
        "ForwardingRetried",
        string.Create(CultureInfo.InvariantCulture, $"The webhook of journal id {id} will be forwarded again in {delay.TotalSeconds:0.0} s, after attempt {attempt}: {reason}"));
}
