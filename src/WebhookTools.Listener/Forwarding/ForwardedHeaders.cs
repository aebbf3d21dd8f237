using System.Collections.Frozen;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Forwarding;

/// <summary>
/// Selects the headers that are forwarded with a webhook: those that describe it. Credentials and signatures are never forwarded,
/// because they are meant for this listener, and forwarded webhooks get a new signature.
/// </summary>
internal sealed class ForwardedHeaders
{
    /// <summary>
    /// The header with the ids of the listeners that forwarded a webhook. A listener that finds its own id does not forward the webhook
    /// again. Only receivers of forwarded webhooks learn an id, so a stranger can neither fake nor prevent that.
    /// </summary>
    public const string ViaHeader = "X-WebhookTools-Via";

    /// <summary>The number of ids in the header at most. Beyond it the oldest are dropped.</summary>
    public const int MaximumIds = 16;

    /// <summary>The length of an id in bytes. The header contains its hexadecimal digits.</summary>
    private const int IdLength = 16;

    // Receivers recognize senders by their User-Agent, and cannot decode a body without its encoding.
    private static readonly FrozenSet<string> WellKnown = new[] { "User-Agent", "Content-Encoding", "Idempotency-Key", "Traceparent", "Tracestate" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // For example X-GitHub-Event and X-GitHub-Delivery, X-Event-Key, X-Gitlab-Event-UUID, X-Shopify-Topic, Sentry-Hook-Resource.
    private static readonly string[] Endings = ["-Event", "-Event-Key", "-Event-Type", "-Event-Id", "-Event-UUID", "-Delivery", "-Delivery-Id", "-Topic", "-Resource"];

    private readonly FrozenSet<string> _signed;
    private readonly string _id;

    public ForwardedHeaders(ForwardOptions options, IRandomSource random)
    {
        Span<byte> id = stackalloc byte[IdLength];
        random.Fill(id);
        _id = Convert.ToHexStringLower(id);
        IEnumerable<string?> signed = options.Signing is { } signing
            ? [.. signing.Scheme.HeaderNames, signing.Options.HeaderName, signing.Options.TimestampHeaderName, signing.Options.IdHeaderName]
            : [];
        _signed = signed.OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>True if a text is printable ASCII, so that a header can contain it.</summary>
    public static bool IsWritable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Returns the headers to forward, or null if this listener already forwarded the webhook.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Of(SignatureHeaders headers)
    {
        // Anything else was not written by a listener.
        headers.TryGet(ViaHeader, out string text);
        string[] ids = [.. text.Split(',', StringSplitOptions.TrimEntries).Where(id => id.Length == 2 * IdLength && id.All(char.IsAsciiHexDigitLower))];
        if (ids.Contains(_id, StringComparer.Ordinal))
        {
            return null;
        }

        var forwarded = new List<KeyValuePair<string, string>> { new(ViaHeader, string.Join(',', ids.Append(_id).TakeLast(MaximumIds))) };
        foreach ((string name, string value) in headers.Values)
        {
            if (IsForwarded(name) && IsWritable(value))
            {
                forwarded.Add(new(name, value));
            }
        }

        return forwarded;
    }

    private bool IsForwarded(string name) =>
        !_signed.Contains(name) && (WellKnown.Contains(name) || Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
}
