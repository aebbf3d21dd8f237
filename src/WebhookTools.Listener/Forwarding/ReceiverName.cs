using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Forwarding;

/// <summary>The receiver as the operator's log may show it: what stands behind its path may be a secret.</summary>
internal sealed class ReceiverName(Uri uri)
{
    private readonly string _name = uri.GetLeftPart(UriPartial.Path);

    /// <summary>The text without the receiver's query, whatever address of it is named: a redirect often repeats the query.</summary>
    public string Hide(string text) =>
        uri.Query.Length <= 1 ? text : text.Replace(uri.Query, "?" + WebhookSecret.Mask, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => _name;
}
