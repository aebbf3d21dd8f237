using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Page;

/// <summary>What holds for everything that the page's script asks for, besides that only readers get it: no other site's page may ask, not even by a link.</summary>
internal static class LiveDataAccess
{
    private static readonly WebhookResponse Foreign = PageSecurity.Protect(WebhookResponse.Detail(StatusCodes.Status403Forbidden, "Not for other sites' pages."));

    /// <returns>Whether the request was answered.</returns>
    public static bool Refuse(RequestContext context)
    {
        if (!BrowserRequest.IsFromAnotherSite(context.Http.Request))
        {
            return false;
        }

        Foreign.WriteTo(context.Http.Response);
        return true;
    }
}
