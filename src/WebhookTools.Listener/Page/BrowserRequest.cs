using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;
using WebhookTools.Listener.Authentication;

namespace WebhookTools.Listener.Page;

/// <summary>What a browser says of its requests.</summary>
internal static class BrowserRequest
{
    /// <summary>Whether a page is what the caller likes best: of the best types that it names, the first. One that takes anything is no browser.</summary>
    public static bool PrefersHtml(IHeaderDictionary headers)
    {
        if (headers.Accept.Count == 0 || !MediaTypeHeaderValue.TryParseList(headers.Accept, out IList<MediaTypeHeaderValue>? accepted))
        {
            return false;
        }

        MediaTypeHeaderValue? best = null;
        foreach (MediaTypeHeaderValue type in accepted)
        {
            if ((type.Quality ?? 1) > (best?.Quality ?? (best is null ? 0 : 1)))
            {
                best = type;
            }
        }

        return best is not null
            && (best.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase) || best.MediaType.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>
    /// Whether the request was made by a page that is not this listener's. Browsers say so themselves (Fetch Metadata);
    /// for those that do not, where a page sends something, by the origin that it names.
    /// </summary>
    public static bool IsFromAnotherSite(HttpRequest request)
    {
        string site = SiteOf(request);
        return site.Length > 0 ? site is not ("same-origin" or "none") : BrowserGuard.IsFromAnotherOrigin(request);
    }

    /// <summary>
    /// The same for a form. Of one whose page tells nobody where it is, as ours, a browser that says nothing of the site names no origin either;
    /// that is let pass, since signing somebody in or out gives another site nothing.
    /// </summary>
    public static bool IsFormOfAnotherSite(HttpRequest request) =>
        IsFromAnotherSite(request) && !(SiteOf(request).Length == 0 && string.Equals(request.Headers.Origin.ToString(), "null", StringComparison.Ordinal));

    /// <summary>Whether somebody followed a link: what comes is shown to them and to no script.</summary>
    public static bool IsNavigation(IHeaderDictionary headers) =>
        string.Equals(headers["Sec-Fetch-Mode"].ToString(), "navigate", StringComparison.Ordinal)
        && string.Equals(headers["Sec-Fetch-Dest"].ToString(), "document", StringComparison.Ordinal);

    /// <summary>The path as it came, still escaped and without its query.</summary>
    public static string RawPath(HttpContext http)
    {
        string target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    /// <summary>The way from the page that is asked for up to the listener's root: links hold behind a proxy too that puts it under a path of its own.</summary>
    public static string WayToRoot(HttpContext http)
    {
        int depth = RawPath(http).Count(character => character == '/') - 1;
        return depth <= 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
    }

    private static string SiteOf(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString();
}
