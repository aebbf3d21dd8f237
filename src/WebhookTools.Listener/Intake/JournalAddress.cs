using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Intake;

/// <summary>
/// The address of a webhook as the journal stores it. Some schemes sign the whole address, so only those query parameters that
/// may contain a secret are masked.
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
    public string? QueryOf(IncomingWebhook webhook)
    {
        if (string.IsNullOrEmpty(webhook.Query))
        {
            return null;
        }

        string[] parameters = webhook.Query.Split('&');
        for (int index = 0; index < parameters.Length; index++)
        {
            parameters[index] = MaskedParameter(parameters[index]);
        }

        return string.Join('&', parameters);
    }

    private string MaskedParameter(string parameter)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0 && SecretMask.IsSecretInQuery(Decode(parameter[..equals])))
        {
            return parameter[..(equals + 1)] + WebhookSecret.Mask;
        }

        return mask.ContainsSecret(Decode(parameter)) || mask.ContainsSecret(Decode(parameter[(equals + 1)..])) ? WebhookSecret.Mask : parameter;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
