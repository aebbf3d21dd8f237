using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>The address that a request was sent to.</summary>
internal static class RequestAddress
{
    /// <summary>The whole address: what some schemes sign. Behind a proxy only the base address that was set is right; without one it is what the request says.</summary>
    /// <returns>Null where the request names no host that makes an address.</returns>
    public static Uri? AsTheSenderCallsIt(HttpRequest request, Uri? baseUri)
    {
        string pathAndQuery = request.Path.ToUriComponent() + request.QueryString.ToUriComponent();
        string start = baseUri is null ? BaseOf(request) : baseUri.AbsoluteUri.TrimEnd('/');
        return Uri.TryCreate(start + pathAndQuery, UriKind.Absolute, out Uri? uri) ? uri : null;
    }

    /// <summary>What the address begins with by what the request says of itself.</summary>
    public static string BaseOf(HttpRequest request) => request.Scheme + "://" + request.Host.ToUriComponent();
}
