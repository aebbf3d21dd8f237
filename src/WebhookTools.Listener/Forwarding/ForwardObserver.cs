using System.Globalization;
using WebhookTools.Core.Sending;

namespace WebhookTools.Listener.Forwarding;

/// <summary>Tells the operator, at Debug level, that a forwarded webhook is tried again.</summary>
internal sealed class ForwardObserver(string id, ReceiverName receiver, ListenerLog log) : IDeliveryObserver
{
    public void OnAttempt(Uri uri, int attempt)
    {
    }

    public void OnRetry(Uri uri, int attempt, string reason, TimeSpan delay) => log.Debug(
        "ForwardingRetried",
        string.Create(CultureInfo.InvariantCulture, $"The webhook of journal id {id} is forwarded again in {delay.TotalSeconds:0.0} s, after attempt {attempt}: {receiver.Hide(reason)}"));
}
