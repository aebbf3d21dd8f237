using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /report/{fingerprint}</c>: the report page of one alert.</summary>
internal sealed class ReportEndpoint(ReportStore store, Task rebuilt, TimeProvider timeProvider) : IEndpoint
{
    private static readonly WebhookResponse ReportNotFound = WebhookResponse.Detail(StatusCodes.Status404NotFound, "Alert report not found");

    public string Name => "report";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => true;

    public async ValueTask HandleAsync(RequestContext context)
    {
        HttpContext http = context.Http;
        await rebuilt.WaitAsync(http.RequestAborted);
        string root = BrowserRequest.PathToRoot(http);
        if (store.Find(FingerprintOf(http), out IReadOnlyList<AlertNotification> history) is { } report)
        {
            PageSecurity.Protect(WebhookResponse.Html(StatusCodes.Status200OK, ReportPage.Render(report, history, timeProvider.GetUtcNow(), root))).WriteTo(http.Response);
        }
        else if (BrowserRequest.PrefersHtml(http.Request.Headers))
        {
            PageSecurity.Protect(WebhookResponse.Html(StatusCodes.Status404NotFound, ReportPage.RenderMissing(root))).WriteTo(http.Response);
        }
        else
        {
            ReportNotFound.WriteTo(http.Response);
        }
    }

    // From the raw path, because the server's decoded path does not distinguish a slash in a fingerprint from its escape.
    private static string FingerprintOf(HttpContext http)
    {
        string path = BrowserRequest.RawPath(http).TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
