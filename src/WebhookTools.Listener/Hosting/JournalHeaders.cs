using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Selects the headers that the journal keeps: general ones, those of the signature schemes, and every <c>X-…</c> header.
/// Values that may contain a secret are masked.
/// </summary>
internal sealed class JournalHeaders(ListenerOptions options, JournalMask mask)
{
    private const int MaximumHeaders = 48;
    private const int MaximumLength = 1024;

    private static readonly FrozenSet<string> WellKnown = new[]
    {
        "Host", "User-Agent", "Content-Type", "Content-Encoding", "Idempotency-Key", "Traceparent", "Forwarded", "Authorization",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<string> _schemeHeaders = SignatureSchemes.RecordedHeaderNames.Concat(options.Scheme?.RecordedHeaderNames ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public IReadOnlyList<KeyValuePair<string, string>> Of(IHeaderDictionary headers)
    {
        var kept = new List<KeyValuePair<string, string>>(Math.Min(headers.Count, MaximumHeaders));
        foreach ((string name, StringValues values) in headers)
        {
            if (kept.Count == MaximumHeaders)
            {
                break;
            }

            if (IsKept(name))
            {
                kept.Add(new(name, Shown(name, values.ToString())));
            }
        }

        return kept;
    }

    private bool IsKept(string name) =>
        name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) || WellKnown.Contains(name) || _schemeHeaders.Contains(name);

    private string Shown(string name, string value)
    {
        if (JournalMask.IsSecretName(name) || mask.HoldsSecret(value))
        {
            return WebhookSecret.Mask;
        }

        return value.Length <= MaximumLength ? value : value[..MaximumLength] + "…";
    }
}
