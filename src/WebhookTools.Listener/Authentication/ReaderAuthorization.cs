using System.Net;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Authentication;

/// <summary>
/// Who may read alerts: whoever has a token or the password. Where neither is set, whoever is on this machine,
/// whoever comes from the allowed networks, or anyone if the operator allowed a listener without authentication.
/// </summary>
internal sealed class ReaderAuthorization(CredentialAuthenticator credentials, ListenerOptions options)
{
    /// <returns>The reply that refuses the request, or null where it may read.</returns>
    public Reply? Refuse(RequestContext context)
    {
        IHeaderDictionary headers = context.Http.Request.Headers;
        if (credentials.IsRequired)
        {
            return credentials.Authenticate(headers).IsAccepted ? null : credentials.Refusal;
        }

        return options.AllowUnauthenticated || options.AllowedNetworks.Count > 0 || IsFromThisMachine(context.Remote, headers) ? null : Replies.NotForReading;
    }

    /// <summary>A proxy on this machine speaks for others: what it forwards does not count as from here.</summary>
    private static bool IsFromThisMachine(IPAddress? remote, IHeaderDictionary headers) =>
        remote is not null && IPAddress.IsLoopback(remote) && !headers.ContainsKey("X-Forwarded-For") && !headers.ContainsKey("Forwarded");
}
