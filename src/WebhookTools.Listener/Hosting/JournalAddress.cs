using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// The address of a request as it is kept. Some schemes sign it whole, query and all; a parameter of the query whose value may
/// be a secret is masked, and the others stay as they came.
/// </summary>
internal sealed class JournalAddress(ListenerOptions options, JournalMask mask)
{
    // Without a user's name and password, which the address of a receiver may hold.
    private readonly string? _given = options.BaseUri?.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');

    /// <summary>What the address began with, where the listener knows it: it was told, or there is no proxy that it could be behind.</summary>
    public string? BaseOf(HttpRequest request) => _given ?? (request.IsHttps ? RequestAddress.BaseOf(request) : null);

    /// <summary>The query without its question mark; null where there is none.</summary>
    public string? QueryOf(HttpRequest request)
    {
        string query = request.QueryString.Value ?? string.Empty;
        return query.Length <= 1 ? null : Masked(query[1..]);
    }

    /// <summary>What the address began with, by what the request says of itself where nothing better is known.</summary>
    public string BaseOrHostOf(HttpRequest request) => _given ?? RequestAddress.BaseOf(request);

    private string Masked(string query)
    {
        string[] parameters = query.Split('&');
        for (int index = 0; index < parameters.Length; index++)
        {
            parameters[index] = MaskedParameter(parameters[index]);
        }

        return string.Join('&', parameters);
    }

    private string MaskedParameter(string parameter)
    {
        int equals = parameter.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0 && JournalMask.IsSecretInQuery(Decode(parameter[..equals])))
        {
            return parameter[..(equals + 1)] + WebhookSecret.Mask;
        }

        return mask.HoldsSecret(Decode(parameter)) || mask.HoldsSecret(Decode(parameter[(equals + 1)..])) ? WebhookSecret.Mask : parameter;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
