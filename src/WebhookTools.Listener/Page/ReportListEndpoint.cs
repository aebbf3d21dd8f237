using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Reports;

namespace WebhookTools.Listener.Page;

/// <summary><c>GET /reports</c>: all reports as JSON, newest first.</summary>
internal sealed class ReportListEndpoint(ReportStore store, Task rebuilt, BaseAddress baseAddress) : IEndpoint
{
    public string Name => "reports";

    public EndpointAccess Access => EndpointAccess.Reader;

    public bool IsRateLimited => true;

    public async ValueTask HandleAsync(RequestContext context)
    {
        await rebuilt.WaitAsync(context.Http.RequestAborted);
        IReadOnlyList<AlertReport> reports = store.All();
        string address = baseAddress.Of(context.Http);
        WebhookResponse.Json(StatusCodes.Status200OK, writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("total", reports.Count);
            writer.WriteStartArray("reports");
            foreach (AlertReport report in reports)
            {
                writer.WriteStartObject();
                writer.WriteString("fingerprint", report.Fingerprint);
                writer.WriteString("alert_name", report.Name);
                writer.WriteString("namespace", report.Namespace);
                writer.WriteString("status", report.Status);
                writer.WriteString("severity", report.Severity);
                writer.WriteString("summary", report.Summary);
                writer.WriteString("protocol", report.Protocol);
                writer.WriteString("received_at", report.ReceivedAt);
                writer.WriteString("report_url", ReportAddress.Of(address, report.Fingerprint));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).WriteTo(context.Http.Response);
    }
}
