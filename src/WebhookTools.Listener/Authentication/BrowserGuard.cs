using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Authentication;

/// <summary>
/// Keeps other people's web pages out of a listener that asks for no credentials because only this machine reaches it:
/// a page that is open in a browser here reaches it too. No sender of webhooks is a page.
/// </summary>
internal static class BrowserGuard
{
    /// <summary>Whether a page of another origin makes the browser send this.</summary>
    public static bool IsFromAnotherOrigin(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !origin.Equals(request.Scheme + "://" + request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
