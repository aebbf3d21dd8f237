using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Metrics;

/// <summary><c>GET /metrics</c>: everything that is counted, for Prometheus.</summary>
internal sealed class MetricsEndpoint(MetricsCollector collector) : IEndpoint
{
    public string Name => "metrics";

    public EndpointAccess Access => EndpointAccess.Observer;

    public bool IsRateLimited => false;

    public ValueTask AnswerAsync(RequestContext context)
    {
        Reply.Text(StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusText.Render(collector.Collect())).Write(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
