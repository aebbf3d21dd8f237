using System.Collections.Frozen;
using System.Globalization;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Forwarding;

/// <summary>
/// Selects the headers that are forwarded with a webhook: those that describe it. Credentials and signatures are never forwarded,
/// because they are meant for this listener, and forwarded webhooks get a new signature.
/// </summary>
internal sealed class ForwardedHeaders
{
    /// <summary>The header that counts the listeners that forwarded a webhook, so that two that forward to each other stop.</summary>
    public const string HopsHeader = "X-WebhookTools-Hops";

    /// <summary>The number of times that a webhook is forwarded at most.</summary>
    public const int MaximumHops = 8;

    // Receivers recognize senders by their User-Agent, and cannot decode a body without its encoding.
    private static readonly FrozenSet<string> WellKnown = new[] { "User-Agent", "Content-Encoding", "Idempotency-Key", "Traceparent", "Tracestate" }
        .ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // For example X-GitHub-Event and X-GitHub-Delivery, X-Event-Key, X-Gitlab-Event-UUID, X-Shopify-Topic, Sentry-Hook-Resource.
    private static readonly string[] Endings = ["-Event", "-Event-Key", "-Event-Type", "-Event-Id", "-Event-UUID", "-Delivery", "-Delivery-Id", "-Topic", "-Resource"];

    private readonly FrozenSet<string> _signed;

    public ForwardedHeaders(ForwardOptions options)
    {
        IEnumerable<string?> signed = options.Signing is { } signing
            ? [.. signing.Scheme.HeaderNames, signing.Options.HeaderName, signing.Options.TimestampHeaderName, signing.Options.IdHeaderName]
            : [];
        _signed = signed.OfType<string>().ToFrozenSet(StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>True if a text is printable ASCII, so that a header can contain it.</summary>
    public static bool IsWritable(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>Returns the headers to forward, or null if the webhook was already forwarded <see cref="MaximumHops"/> times.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Of(SignatureHeaders headers)
    {
        // A count that cannot be parsed was not written by a listener.
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
