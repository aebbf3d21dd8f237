using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http.Readers;

/// <summary><c>POST /live/session/end</c>: ends the session of the request, if there is one.</summary>
internal sealed class SignOutEndpoint(ReaderSessions sessions) : IEndpoint
{
    public const string Path = SignInEndpoint.Path + "/end";

    public string Name => "session";

    public EndpointAccess Access => EndpointAccess.Network;

    public bool IsRateLimited => true;

    public ValueTask HandleAsync(RequestContext context)
    {
        HttpContext http = context.Http;
        WebhookResponse response = BrowserRequest.IsFormOfAnotherSite(http.Request)
            ? StandardResponses.Forbidden
            : WebhookResponse.Text(StatusCodes.Status303SeeOther, "Signed out.").With("Location", "../../").With("Set-Cookie", sessions.End(http));
        PageSecurity.Protect(response).WriteTo(http.Response);
        return ValueTask.CompletedTask;
    }
}
