using WebhookTools.Core.Masking;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Intake;

/// <summary>
/// The address of a webhook as the journal stores it. Some schemes sign the whole address, so only what may be a secret is
/// masked: query parameters by name, and the listener's own secrets anywhere.
/// </summary>
internal sealed class JournalAddress(ListenerOptions options, SecretMask mask)
{
    // Without the user name and password that an address may contain.
    private readonly string? _configured = options.BaseUri?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>Returns the base address if it is certain: it is configured, or the sender reached this listener by TLS, so that there is no proxy.</summary>
    public string? CertainBaseOf(IncomingWebhook webhook) =>
        _configured ?? (webhook.Origin?.StartsWith("https:", StringComparison.Ordinal) == true ? webhook.Origin : null);

    /// <summary>Returns the base address, if need be as the request states it.</summary>
    public string? BaseOf(IncomingWebhook webhook) => _configured ?? webhook.Origin;

    /// <summary>Returns the masked query without its question mark, or null if there is none.</summary>
    public string? QueryOf(IncomingWebhook webhook) => string.IsNullOrEmpty(webhook.Query) ? null : mask.MaskQuery(webhook.Query);

    /// <summary>Returns the webhook with the listener's secrets in its path masked. Only the verification of a signature needs the path as received.</summary>
    public IncomingWebhook WithMaskedPath(IncomingWebhook webhook)
    {
        string path = mask.MaskPath(webhook.Path);
        return ReferenceEquals(path, webhook.Path) ? webhook : webhook with { Path = path, EscapedPath = mask.MaskPath(webhook.EscapedPath) };
    }
}
