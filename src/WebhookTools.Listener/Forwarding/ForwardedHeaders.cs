using System.Collections.Frozen;
using System.Globalization;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Forwarding;

/// <summary>
/// Which headers go on with a webhook: those that say what it is. Credentials and signatures never do: they are for this listener
/// alone, and what is forwarded is signed anew.
/// </summary>
internal sealed class ForwardedHeaders
{
    /// <summary>Counts the listeners that sent a webhook on, so that two that forward to each other do not do so for ever.</summary>
    public const string HopsHeader = "X-WebhookTools-Hops";

    /// <summary>How often a webhook is sent on at most.</summary>
    public const int MaximumHops = 8;

    // Receivers tell senders apart by their User-Agent; an encoded body is nothing without its encoding.
    private static readonly FrozenSet<string> WellKnown = new[] { "User-Agent", "Content-Encoding", "Idempotency-Key", "Traceparent", "Tracestate" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // X-GitHub-Event and X-GitHub-Delivery, X-Event-Key, X-Gitlab-Event-UUID, X-Shopify-Topic, Sentry-Hook-Resource and their like.
    private static readonly string[] Endings = ["-Event", "-Event-Key", "-Event-Type", "-Event-Id", "-Event-UUID", "-Delivery", "-Delivery-Id", "-Topic", "-Resource"];

    private readonly FrozenSet<string> _signed;

    public ForwardedHeaders(ForwardOptions options)
    {
        IEnumerable<string?> signed = options.Signing is { } signing
            ? [.. signing.Scheme.HeaderNames, signing.Options.HeaderName, signing.Options.TimestampHeaderName, signing.Options.IdHeaderName]
            : [];
        _signed = signed.OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Whether a text may stand in a header of a request: printable, and the same in every encoding.</summary>
    public static bool IsWritable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>The headers that go on; null where the webhook was sent on too often already.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Of(SignatureHeaders headers)
    {
        // A count that cannot be read was not written by a listener.
        int hops = headers.TryGet(HopsHeader, out string text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) ? count : 0;
        if (hops >= MaximumHops)
        {
            return null;
        }

        var forwarded = new List<KeyValuePair<string, string>> { new(HopsHeader, (hops + 1).ToString(CultureInfo.InvariantCulture)) };
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
