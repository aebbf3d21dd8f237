using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Page;

/// <summary>Rejects requests for live data from pages of other sites, including links. Authorization of readers is checked elsewhere.</summary>
internal static class LiveDataAccess
{
    private static readonly WebhookResponse Foreign = PageSecurity.Protect(WebhookResponse.Detail(StatusCodes.Status403Forbidden, "Cross-site requests are not allowed."));

    /// <returns>True if the request was rejected and the response is written.</returns>
    public static bool Reject(RequestContext context)
    {
        if (!BrowserRequest.IsFromAnotherSite(context.Http.Request))
        {
            return false;
        }

        Foreign.WriteTo(context.Http.Response);
        return true;
    }
}
