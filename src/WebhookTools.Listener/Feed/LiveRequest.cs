using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Listener.Journal;

namespace WebhookTools.Listener.Feed;

/// <summary>The parts of a webhook that the live page shows. All alerts of a webhook share it.</summary>
internal sealed class LiveRequest
{
    /// <summary>The maximum size in bytes of a body that is kept in memory. Larger bodies are only in the journal.</summary>
    public const int MaximumBody = 256 * 1024;

    /// <summary>The size of an object with empty strings and an empty body, in bytes.</summary>
    private const int FixedSize = 200;

    private readonly long _size;

    private LiveRequest(ReadOnlySpan<byte> body, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        BodyLength = body.Length;
        Body = body.Length <= MaximumBody ? body.ToArray() : null;
        Headers = headers;
        _size = FixedSize + (Body?.Length ?? 0) + SizeOf(headers);
    }

    /// <summary>The path. It and the following properties are null if the request of a restored alert could not be read.</summary>
    public string? Path { get; private init; }

    public string? Remote { get; private init; }

    public string? Signature { get; private init; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    /// <summary>The body as received, or null if it is too large.</summary>
    public byte[]? Body { get; }

    public int BodyLength { get; }

    /// <summary>The approximate memory size in bytes.</summary>
    public long Size => _size + (sizeof(char) * (Path?.Length ?? 0L));

    /// <summary>The number of alerts in the feed that belong to this webhook.</summary>
    public int KeptAlerts { get; set; }

    /// <param name="body">The body, which is copied because the server reuses its buffer.</param>
    public static LiveRequest Of(JournalEntry entry, ReadOnlySpan<byte> body) => new(body, entry.Headers)
    {
        Path = entry.Path,
        Remote = entry.Remote,
        Signature = entry.Signature,
    };

    /// <summary>Creates the request of an alert that was read from the journal.</summary>
    public static LiveRequest Restore(WebhookAlert alert)
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
            // The alert could be read, but another member of the line is damaged.
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
