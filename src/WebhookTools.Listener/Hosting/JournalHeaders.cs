using System.Collections.Frozen;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Which headers are kept: the well-known ones that tell what a webhook is, and a sender's own (<c>X-…</c>).
/// Whatever may carry a secret is masked: by its name, or because it holds one of the listener's secrets.
/// </summary>
internal sealed class JournalHeaders(ListenerOptions options)
{
    private const int MaximumHeaders = 48;
    private const int MaximumLength = 1024;

    /// <summary>A shorter secret is part of too much that is none.</summary>
    private const int ShortestFound = 4;

    private static readonly FrozenSet<string> WellKnown = new[]
    {
        "Host", "User-Agent", "Content-Type", "Content-Encoding", "Idempotency-Key", "Traceparent", "Forwarded", "Authorization",
        "Webhook-Id", "Webhook-Timestamp", "Webhook-Signature", "Svix-Id", "Svix-Timestamp", "Svix-Signature",
        "Stripe-Signature", "Paddle-Signature", "Linear-Signature", "Linear-Delivery", "Linear-Event",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] SecretWords = ["authorization", "token", "secret", "password", "passwd", "cookie", "credential", "session", "apikey", "api-key", "auth-key", "access-key"];

    private readonly string[] _secrets =
    [
        .. options.Tokens.Concat(options.ReadTokens).Concat(options.Secrets).Select(secret => secret.Reveal()),
        .. options.BasicCredential is { } basic ? new[] { basic.Password } : [],
    ];

    private readonly FrozenSet<string> _signatureHeaders = (options.Scheme?.HeaderNames ?? []).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

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
        name.StartsWith("X-", StringComparison.OrdinalIgnoreCase) || WellKnown.Contains(name) || _signatureHeaders.Contains(name);

    private string Shown(string name, string value)
    {
        foreach (string word in SecretWords)
        {
            if (name.Contains(word, StringComparison.OrdinalIgnoreCase))
            {
                return WebhookSecret.Mask;
            }
        }

        foreach (string secret in _secrets)
        {
            if (secret.Length < ShortestFound ? value.Equals(secret, StringComparison.Ordinal) : value.Contains(secret, StringComparison.Ordinal))
            {
                return WebhookSecret.Mask;
            }
        }

        return value.Length <= MaximumLength ? value : value[..MaximumLength] + "…";
    }
}
