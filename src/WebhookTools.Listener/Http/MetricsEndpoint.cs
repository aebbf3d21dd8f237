using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Metrics;

namespace WebhookTools.Listener.Http;

/// <summary><c>GET /metrics</c>: all metrics in Prometheus' text format.</summary>
internal sealed class MetricsEndpoint(MetricsCollector collector) : IEndpoint
{
    public string Name => "metrics";

    public EndpointAccess Access => EndpointAccess.Observer;

    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        WebhookResponse.Text(StatusCodes.Status200OK, PrometheusText.ContentType, PrometheusText.Render(collector.Collect())).WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
