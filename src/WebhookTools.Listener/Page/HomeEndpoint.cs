using System.Text;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Http.Readers;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /</c>: the live page for browsers, otherwise the response of Monasca's sample receiver.</summary>
internal sealed class HomeEndpoint(ReaderAuthorization readers) : IEndpoint
{
    private static readonly WebhookResponse Running = WebhookResponse.Text(StatusCodes.Status200OK, "Hooks listener running").With("Vary", "Accept");

    private static readonly WebhookResponse LivePage = PageSecurity
        .Protect(WebhookResponse.Html(StatusCodes.Status200OK, Encoding.UTF8.GetString(PageAsset.Load("live.html").Content.Span)))
        .With("Vary", "Accept");

    public string Name => "home";

    public EndpointAccess Access => EndpointAccess.Anyone;

    // The live page must be available especially under heavy load.
    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        WebhookResponse response = BrowserRequest.PrefersHtml(context.Http.Request.Headers) ? readers.Reject(context, EndpointAccess.Reader) ?? LivePage : Running;
        response.WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
