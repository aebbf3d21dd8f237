using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Reports;

/// <summary><c>GET /report/{fingerprint}</c>: the page of one alert.</summary>
internal sealed class ReportEndpoint(ReportStore store, Task rebuilt) : IEndpoint
{
    private static readonly Reply ReportNotFound = Reply.Detail(StatusCodes.Status404NotFound, "Alert report not found");

    public string Name => "report";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => true;

    public async ValueTask AnswerAsync(RequestContext context)
    {
        await rebuilt.WaitAsync(context.Http.RequestAborted);

        AlertReport? report = store.Find(FingerprintOf(context.Http), out IReadOnlyList<AlertNotice> history);
        Reply reply = report is null ? ReportNotFound : Reply
            .Html(StatusCodes.Status200OK, ReportPage.Render(report, history))
            .With("Content-Security-Policy", ReportPage.ContentSecurityPolicy)
            .With("X-Content-Type-Options", "nosniff")
            .With("Referrer-Policy", "no-referrer");
        reply.Write(context.Http.Response);
    }

    /// <summary>The last segment as it came: in the server's decoded path, a slash that is part of a fingerprint cannot be told from its escape.</summary>
    private static string FingerprintOf(HttpContext http)
    {
        string target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        int query = target.IndexOf('?', StringComparison.Ordinal);
        string path = (query < 0 ? target : target[..query]).TrimEnd('/');
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}
