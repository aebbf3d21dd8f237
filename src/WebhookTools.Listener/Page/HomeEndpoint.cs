using System.Text;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /</c>: the live page for a browser; for anything else the word of Monasca's sample receiver that somebody is there.</summary>
internal sealed class HomeEndpoint(ReaderAuthorization readers) : IEndpoint
{
    private static readonly WebhookResponse Running = WebhookResponse.Text(StatusCodes.Status200OK, "Hooks listener running").With("Vary", "Accept");

    private static readonly WebhookResponse LivePage = PageSecurity
        .Protect(WebhookResponse.Html(StatusCodes.Status200OK, Encoding.UTF8.GetString(PageAsset.Load("live.html").Content.Span)))
        .With("Vary", "Accept");

    public string Name => "home";

    public EndpointAccess Access => EndpointAccess.Anyone;

    // Whoever looks what is going on must see it most of all when too much is.
    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        WebhookResponse response = BrowserRequest.PrefersHtml(context.Http.Request.Headers) ? readers.Reject(context, EndpointAccess.Reader) ?? LivePage : Running;
        response.WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
