using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Feed;

/// <summary>An alert on the live page.</summary>
/// <param name="Sequence">The sequence number in order of arrival. Alerts restored from the journal have numbers below 1.</param>
/// <param name="Alert">The alert without its body.</param>
/// <param name="Request">The webhook that contained the alert.</param>
/// <param name="Size">The approximate memory size in bytes, without the webhook.</param>
internal sealed record LiveAlert(long Sequence, WebhookAlert Alert, LiveRequest Request, long Size)
{
    /// <summary>The maximum memory size of an alert in bytes. Larger alerts are kept without labels and annotations, and with truncated text.</summary>
    private const long MaximumSize = 256 * 1024;

    private const int MaximumText = 4096;

    public static LiveAlert Of(long sequence, WebhookAlert alert, LiveRequest request)
    {
        WebhookAlert kept = alert.Payload is null ? alert : alert with { Body = null, Webhook = null };
        long size = kept.GetSize();
        if (size > MaximumSize)
        {
            kept = Reduce(kept);
            size = kept.GetSize();
        }

        return new LiveAlert(sequence, kept, request, size);
    }

    private static WebhookAlert Reduce(WebhookAlert alert) => alert with
    {
        Name = Truncate(alert.Name),
        Event = Truncate(alert.Event),
        Status = Truncate(alert.Status),
        Severity = Truncate(alert.Severity),
        Summary = Truncate(alert.Summary),
        Fingerprint = alert.Fingerprint?.Length > MaximumText ? null : alert.Fingerprint,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal),
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    private static string? Truncate(string? text) => text is null || text.Length <= MaximumText ? text : text[..(MaximumText - 1)] + "…";
}
