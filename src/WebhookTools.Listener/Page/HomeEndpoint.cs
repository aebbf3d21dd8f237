using System.Text;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /</c>: the live page for a browser; for anything else the word of Monasca's sample receiver that somebody is there.</summary>
internal sealed class HomeEndpoint(ReaderAuthorization readers) : IEndpoint
{
    private static readonly Reply Running = Reply.Text(StatusCodes.Status200OK, "Hooks listener running").With("Vary", "Accept");

    private static readonly Reply LivePage = PageSecurity
        .Protect(Reply.Html(StatusCodes.Status200OK, Encoding.UTF8.GetString(PageAsset.Load("live.html").Content.Span)))
        .With("Vary", "Accept");

    public string Name => "home";

    public EndpointAccess Access => EndpointAccess.Anyone;

    // Whoever looks what is going on must see it most of all when too much is.
    public bool IsRateLimited => false;

    public ValueTask AnswerAsync(RequestContext context)
    {
        Reply reply = BrowserRequest.PrefersHtml(context.Http.Request.Headers) ? readers.Refuse(context, EndpointAccess.Reader) ?? LivePage : Running;
        reply.Write(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
