using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Feed;

/// <summary>The webhook that alerts came in, as far as the page shows it. All alerts of one webhook share it.</summary>
internal sealed class LiveRequest
{
    /// <summary>The largest body that is kept in memory, in bytes; a larger one is in the journal alone.</summary>
    public const int MaximumBody = 256 * 1024;

    private LiveRequest(ReadOnlySpan<byte> body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        BodyLength = body.Length;
        Body = body.Length <= MaximumBody ? body.ToArray() : null;
        Headers = headers;
        Size = (Body?.Length ?? 0) + 200 + SizeOf(headers);
    }

    /// <summary>Null, as all that follows, where an alert was read back whose request is not known.</summary>
    public string? Path { get; private init; }

    public string? Remote { get; private init; }

    public string? Signature { get; private init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The body as it came, or null where it is too large to be kept in memory.</summary>
    public byte[]? Body { get; }

    public int BodyLength { get; }

    /// <summary>About how many bytes of memory it takes.</summary>
    public long Size { get; }

    /// <summary>How many of the alerts that are kept came in it.</summary>
    public int KeptAlerts { get; set; }

    /// <param name="body">The body; it is copied, since its buffer is the server's.</param>
    public static LiveRequest Of(JournalEntry entry, ReadOnlySpan<byte> body) => new(body, entry.Headers)
    {
        Path = entry.Path,
        Remote = entry.Remote,
        Signature = entry.Signature,
    };

    /// <summary>One that an earlier run took, as the journal has it.</summary>
    public static LiveRequest Restored(WebhookAlert alert)
    {
        if (RequestOf(alert) is not { } request)
        {
            return new(Encoding.UTF8.GetBytes(alert.Body ?? string.Empty), []);
        }

        return new(request.Body is { } body ? body.ReadAll().Span : [], request.Headers)
        {
            Path = request.Target?.Split('?')[0],
            Remote = alert.Webhook?.Remote,
            Signature = alert.Webhook?.Signature,
        };
    }

    private static CapturedRequest? RequestOf(WebhookAlert alert)
    {
        try
        {
            return alert.GetRequest();
        }
        catch (CaptureException)
        {
            // A member of the line is damaged: the alert itself could be read.
            return null;
        }
    }

    private static long SizeOf(IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        long size = 0;
        for (int index = 0; index < headers.Count; index++)
        {
            size += 2L * (headers[index].Key.Length + headers[index].Value.Length);
        }

        return size;
    }
}
