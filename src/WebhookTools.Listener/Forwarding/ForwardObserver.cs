using System.Globalization;
using WebhookTools.Core.Sending;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Forwarding;

/// <summary>The receiver's address as the log shows it: without its query, which may contain a secret.</summary>
internal sealed class ReceiverName(Uri uri)
{
    private readonly string _name = uri.GetLeftPart(UriPartial.Path);

    /// <summary>Masks the receiver's query in a text. A redirect, for example, often repeats the query with another address.</summary>
    public string Mask(string text) =>
        uri.Query.Length <= 1 ? text : text.Replace(uri.Query, "?" + WebhookSecret.Mask, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _name;
}

/// <summary>Logs the retries of forwarded webhooks at Debug level.</summary>
internal sealed class ForwardObserver(string id, ReceiverName receiver, ListenerLog log) : IDeliveryObserver
{
    public void OnAttempt(Uri uri, int attempt)
    {
    }

    public void OnRetry(Uri uri, int attempt, string reason, TimeSpan delay) => log.Debug(
        "ForwardingRetried",
        string.Create(CultureInfo.InvariantCulture, $"The webhook of journal id {id} will be forwarded again in {delay.TotalSeconds:0.0} s, after attempt {attempt}: {receiver.Mask(reason)}"));
}
