using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Page;

/// <summary><c>POST /live/session/end</c>: ends the session of whoever asks, if they have one.</summary>
internal sealed class SignOutEndpoint(ReaderSessions sessions) : IEndpoint
{
    public const string Path = SignInEndpoint.Path + "/end";

    public string Name => "session";

    public EndpointAccess Access => EndpointAccess.Network;

    public bool IsRateLimited => true;

    public ValueTask AnswerAsync(RequestContext context)
    {
        HttpContext http = context.Http;
        Reply reply = BrowserRequest.IsFormOfAnotherSite(http.Request)
            ? Replies.Forbidden
            : Reply.Text(StatusCodes.Status303SeeOther, "Signed out.").With("Location", "../../").With("Set-Cookie", sessions.End(http));
        PageSecurity.Protect(reply).Write(http.Response);
        return ValueTask.CompletedTask;
    }
}
