using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Authentication;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http.Readers;

/// <summary>The page for a browser that is not authorized to read: a form to sign in, or the reason why signing in is not possible.</summary>
internal sealed class SignInPage(CredentialAuthenticator credentials)
{
    private static readonly string Template = Encoding.UTF8.GetString(PageAsset.Load("signin.html").Content.Span);

    /// <summary>Returns the page in place of the requested one.</summary>
    public WebhookResponse Show(HttpContext http, int status) => Render(http, status, BrowserRequest.RawPath(http), isAgain: false);

    /// <summary>Returns the page after a wrong token or password.</summary>
    public WebhookResponse ShowAgain(HttpContext http, int status) => Render(http, status, http.Request.Form["return"].ToString(), isAgain: true);

    /// <summary>Returns the page to open after signing in: the requested one if it is a report of this listener, otherwise the live page.</summary>
    public static string OwnPath(string path) =>
        path.StartsWith(ReportAddress.Prefix, StringComparison.Ordinal) && path.All(character => character is > ' ' and < '\u007f' and not '\\') ? path : "/";

    private WebhookResponse Render(HttpContext http, int status, string path, bool isAgain)
    {
        string root = BrowserRequest.PathToRoot(http);
        var page = new StringBuilder(Template)
            .Replace("{{root}}", root)
            .Replace("{{refresh}}", Refresh(http, status, isAgain))
            .Replace("{{message}}", Message(status, isAgain))
            .Replace("{{form}}", status is StatusCodes.Status401Unauthorized or StatusCodes.Status429TooManyRequests ? Form(root, path) : string.Empty);
        WebhookResponse response = PageSecurity.Protect(WebhookResponse.Html(status, page.ToString())).With("Vary", "Accept");

        // No browser knows this scheme, so it shows the page instead of its own dialog.
        return status == StatusCodes.Status401Unauthorized ? response.With("WWW-Authenticate", "Cookie realm=\"webhooktools\"") : response;
    }

    /// <summary>
    /// A person who follows a link from another site may be signed in, but the browser does not send the cookie with that request.
    /// It does when this page reloads itself.
    /// </summary>
    private static string Refresh(HttpContext http, int status, bool isAgain) =>
        status == StatusCodes.Status401Unauthorized && !isAgain && BrowserRequest.IsFromAnotherSite(http.Request)
            ? "<meta http-equiv=\"refresh\" content=\"0\">"
            : string.Empty;

    private static string Message(int status, bool isAgain) => status switch
    {
        StatusCodes.Status401Unauthorized when isAgain => "<p class=\"problem\" id=\"problem\" role=\"alert\">That is not one of the listener's. Check it and try again.</p>",
        StatusCodes.Status401Unauthorized => "<p class=\"quiet\">Sign in to read what this listener received.</p>",
        StatusCodes.Status429TooManyRequests => "<p class=\"problem\" id=\"problem\" role=\"alert\">Too many wrong tries from your address. Wait a minute, then try again.</p>",
        _ => """
            <p>This page cannot be shown to you here.</p>
            <ul>
              <li>No token is set, so only this machine may read alerts: to read them from elsewhere, start the listener with a token for readers, by <code>--read-token-env</code> or <code>-ReadToken</code>.</li>
              <li>On this machine, open it as <code>http://localhost</code> or <code>http://127.0.0.1</code> with the listener's port, or by the base address that is set.</li>
            </ul>
            """,
    };

    private string Form(string root, string path)
    {
        var form = new StringBuilder("<form method=\"post\" action=\"").Append(root).Append(SignInEndpoint.Path.AsSpan(1)).Append("\" class=\"signin-form\" aria-label=\"Sign in\">\n")
            .Append("<input type=\"hidden\" name=\"return\" value=\"").Append(HtmlEncoder.Default.Encode(OwnPath(path))).Append("\">\n");
        if (credentials.AcceptsPassword)
        {
            form.Append("<label>User").Append(credentials.AcceptsToken ? " <span class=\"quiet\">(empty for a token)</span>" : string.Empty)
                .Append("<input type=\"text\" name=\"user\" autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\"")
                .Append(credentials.AcceptsToken ? "></label>\n" : " required></label>\n");
        }

        string secret = credentials.AcceptsPassword ? credentials.AcceptsToken ? "Password or token" : "Password" : "Token";
        return form.Append("<label>").Append(secret)
            .Append("<input type=\"password\" name=\"secret\" autocomplete=\"current-password\" required autofocus></label>\n<button type=\"submit\" class=\"primary\">Sign in</button>\n</form>")
            .ToString();
    }
}
