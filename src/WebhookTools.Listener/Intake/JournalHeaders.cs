using System.Collections.Frozen;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Intake;

/// <summary>
/// Selects the headers that the journal stores: well-known ones that describe a webhook, those of the signature schemes, and the
/// sender's own (<c>X-…</c>). Values that may contain a secret are masked.
/// </summary>
internal sealed class JournalHeaders(ListenerOptions options, SecretMask mask)
{
    private const int MaximumHeaders = 48;
    private const int MaximumLength = 1024;

    private static readonly FrozenSet<string> WellKnown = new[]
    {
        "Host", "User-Agent", "Content-Type", "Content-Encoding", "Idempotency-Key", "Traceparent", "Forwarded", "Authorization",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _schemeHeaders = SignatureSchemes.RecordedHeaderNames.Concat(options.Scheme?.RecordedHeaderNames ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<KeyValuePair<string, string>> Of(SignatureHeaders headers)
    {
        var stored = new List<KeyValuePair<string, string>>(Math.Min(headers.Values.Count, MaximumHeaders));
        foreach ((string name, string value) in headers.Values)
        {
            if (stored.Count == MaximumHeaders)
            {
                break;
            }

            if (IsStored(name))
            {
                stored.Add(new(name, Truncated(mask.MaskHeader(name, value))));
            }
        }

        return stored;
    }

    private bool IsStored(string name) =>
        name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) || WellKnown.Contains(name) || _schemeHeaders.Contains(name);

    private static string Truncated(string value) => value.Length <= MaximumLength ? value : value[..MaximumLength] + "…";
}
