using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Feed;

/// <summary>An alert that the page shows.</summary>
/// <param name="Sequence">Its number in the order in which alerts came; those that were read back have numbers below 1.</param>
/// <param name="Alert">The alert, without its body.</param>
/// <param name="Request">The webhook that it came in.</param>
/// <param name="Size">About how many bytes of memory it takes, its webhook not counted.</param>
internal sealed record LiveAlert(long Sequence, WebhookAlert Alert, LiveRequest Request, long Size)
{
    /// <summary>What one alert may take of the memory; of one that would take more, the members are left to the journal.</summary>
    private const long MaximumSize = 256 * 1024;

    private const int MaximumText = 4096;

    public static LiveAlert Of(long sequence, WebhookAlert alert, LiveRequest request)
    {
        WebhookAlert kept = alert.Payload is null ? alert : alert with { Body = null, Webhook = null };
        long size = SizeOf(kept);
        if (size > MaximumSize)
        {
            kept = Bare(kept);
            size = SizeOf(kept);
        }

        return new LiveAlert(sequence, kept, request, size);
    }

    private static WebhookAlert Bare(WebhookAlert alert) => alert with
    {
        Name = Cut(alert.Name),
        Event = Cut(alert.Event),
        Status = Cut(alert.Status),
        Severity = Cut(alert.Severity),
        Summary = Cut(alert.Summary),
        Fingerprint = alert.Fingerprint?.Length > MaximumText ? null : alert.Fingerprint,
        Labels = new Dictionary<string, string>(StringComparer.Ordinal),
        Annotations = new Dictionary<string, string>(StringComparer.Ordinal),
    };

    private static string? Cut(string? text) => text is null || text.Length <= MaximumText ? text : text[..(MaximumText - 1)] + "…";

    private static long SizeOf(WebhookAlert alert) =>
        400 + (2L * (Length(alert.Id) + Length(alert.Name) + Length(alert.Event) + Length(alert.Status) + Length(alert.Severity) + Length(alert.Fingerprint) + Length(alert.Summary)))
        + SizeOf(alert.Labels) + SizeOf(alert.Annotations);

    private static long SizeOf(IReadOnlyDictionary<string, string> members)
    {
        long size = 0;
        foreach ((string name, string value) in members)
        {
            size += 80 + (2L * (name.Length + value.Length));
        }

        return size;
    }

    private static int Length(string? text) => text?.Length ?? 0;
}
