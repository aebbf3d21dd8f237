using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Reports;

/// <summary><c>GET /report/{fingerprint}</c>: the page of one alert.</summary>
internal sealed class ReportEndpoint(ReportStore store, Task rebuilt) : IEndpoint
{
    private static readonly Reply ReportNotFound = Reply.Detail(StatusCodes.Status404NotFound, "Alert report not found");

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => true;

    public async ValueTask AnswerAsync(RequestContext context)
    {
        await rebuilt.WaitAsync(context.Http.RequestAborted);

        // The server decodes a path but for the slash, which would change its segments.
        string fingerprint = context.RouteValue.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        AlertReport? report = store.Find(fingerprint, out IReadOnlyList<AlertNotice> history);
        Reply reply = report is null ? ReportNotFound : Reply
            .Html(StatusCodes.Status200OK, ReportPage.Render(report, history))
            .With("Content-Security-Policy", ReportPage.ContentSecurityPolicy)
            .With("X-Content-Type-Options", "nosniff")
            .With("Referrer-Policy", "no-referrer");
        reply.Write(context.Http.Response);
    }
}
