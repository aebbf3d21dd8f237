using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace WebhookTools.Listener.Http;

/// <summary>Evaluates what browsers state about their requests.</summary>
internal static class BrowserRequest
{
    /// <summary>True if the client prefers HTML: it is the first of the accepted types with the highest quality. A client that accepts anything is not a browser.</summary>
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

    /// <summary>True if a browser made the request for a page. Senders of webhooks set neither header.</summary>
    public static bool IsFromBrowser(HttpRequest request) => SiteOf(request).Length > 0 || request.Headers.Origin.Count > 0;

    /// <summary>
    /// True if a page of another site made the request. Browsers state so (Fetch Metadata); for those that do not, the Origin header
    /// decides, which they set if a page sends data.
    /// </summary>
    public static bool IsFromAnotherSite(HttpRequest request)
    {
        string site = SiteOf(request);
        if (site.Length > 0)
        {
            return site is not ("same-origin" or "none");
        }

        string origin = request.Headers.Origin.ToString();
        return origin.Length > 0 && !origin.Equals(request.Scheme + "://" + request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>
    /// The same for a form. Our pages set no referrer, so a browser without Fetch Metadata sends the origin <c>null</c> for their forms.
    /// That is allowed, because signing a person in or out gains another site nothing.
    /// </summary>
    public static bool IsFormOfAnotherSite(HttpRequest request) =>
        IsFromAnotherSite(request) && !(SiteOf(request).Length == 0 && string.Equals(request.Headers.Origin.ToString(), "null", StringComparison.Ordinal));

    /// <summary>True if a person followed a link. No script can read the response.</summary>
    public static bool IsNavigation(IHeaderDictionary headers) =>
        string.Equals(headers["Sec-Fetch-Mode"].ToString(), "navigate", StringComparison.Ordinal)
        && string.Equals(headers["Sec-Fetch-Dest"].ToString(), "document", StringComparison.Ordinal);

    /// <summary>Returns the path as received, still escaped and without its query.</summary>
    public static string RawPath(HttpContext http)
    {
        string target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? target : target[..query];
    }

    /// <summary>Returns the relative path from the requested page to the listener's root, so that links also work behind a proxy that adds a path prefix.</summary>
    public static string PathToRoot(HttpContext http)
    {
        int depth = RawPath(http).Count(character => character == '/') - 1;
        return depth <= 0 ? "./" : string.Concat(Enumerable.Repeat("../", depth));
    }

    private static string SiteOf(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString();
}
