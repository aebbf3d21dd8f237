using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Page;

/// <summary><c>POST /live/session</c>: what the sign-in page sends. Whoever knows a token or the password gets a session and goes where they wanted to.</summary>
internal sealed class SignInEndpoint(ReaderAuthorization readers, ReaderSessions sessions) : IEndpoint
{
    public const string Path = "/live/session";

    private const int MaximumForm = 8 * 1024;

    public string Name => "session";

    // The endpoint checks what is sent; but where only some networks may ask, this is theirs alone.
    public EndpointAccess Access => EndpointAccess.Network;

    public bool IsRateLimited => true;

    public async ValueTask AnswerAsync(RequestContext context)
    {
        HttpContext http = context.Http;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaximumForm;
        }

        if (!http.Request.HasFormContentType)
        {
            PageSecurity.Protect(Replies.BadRequest(StatusCodes.Status400BadRequest)).Write(http.Response);
            return;
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException)
        {
            PageSecurity.Protect(Replies.BadRequest(StatusCodes.Status400BadRequest)).Write(http.Response);
            return;
        }

        Reply reply = readers.RefuseSignIn(context, form["user"].ToString(), form["secret"].ToString())
            ?? Reply.Text(StatusCodes.Status303SeeOther, "Signed in.")
                .With("Location", ".." + SignInPage.OwnPath(form["return"].ToString()))
                .With("Set-Cookie", sessions.Begin(http));
        PageSecurity.Protect(reply).Write(http.Response);
    }
}
