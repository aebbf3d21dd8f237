using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http.Readers;

/// <summary><c>POST /live/session</c>: the form of the sign-in page. A valid token or password begins a session and leads to the requested page.</summary>
internal sealed class SignInEndpoint(ReaderAuthorization readers, ReaderSessions sessions) : IEndpoint
{
    public const string Path = "/live/session";

    private const int MaximumForm = 8 * 1024;

    public string Name => "session";

    // The endpoint checks the form itself; the allowed networks apply all the same.
    public EndpointAccess Access => EndpointAccess.Network;

    public bool IsRateLimited => true;

    public async ValueTask HandleAsync(RequestContext context)
    {
        HttpContext http = context.Http;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = MaximumForm;
        }

        if (!http.Request.HasFormContentType)
        {
            PageSecurity.Protect(StandardResponses.BadRequest(StatusCodes.Status400BadRequest)).WriteTo(http.Response);
            return;
        }

        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (Exception exception) when (MalformedBody.Caused(exception, http))
        {
            throw MalformedBody.Of(exception);
        }

        WebhookResponse response = readers.RejectSignIn(context, form["user"].ToString(), form["secret"].ToString())
            ?? WebhookResponse.Text(StatusCodes.Status303SeeOther, "Signed in.")
                .With("Location", ".." + SignInPage.OwnPath(form["return"].ToString()))
                .With("Set-Cookie", sessions.Begin(http));
        PageSecurity.Protect(response).WriteTo(http.Response);
    }
}
