using Microsoft.AspNetCore.Http;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Http;

/// <summary>
/// Reports in OnCallM's format whether webhooks can be stored: status 200 if so, otherwise 503. The reason is in the log only,
/// because everyone may use this endpoint.
/// </summary>
/// <param name="isReady">Whether webhooks can be stored.</param>
/// <param name="waiting">The number of webhooks that are waiting for the journal.</param>
internal sealed class HealthEndpoint(Func<bool> isReady, Func<int> waiting) : IEndpoint
{
    public string Name => "health";

    public EndpointAccess Access => EndpointAccess.Anyone;

    public bool IsRateLimited => false;

    public ValueTask HandleAsync(RequestContext context)
    {
        bool ready = isReady();
        WebhookResponse.Json(ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", ready ? "healthy" : "unhealthy");
            writer.WriteString("webhook_endpoint", ready ? "available" : "unavailable");
            writer.WriteString("ai_service", "none");
            writer.WriteNumber("queue_size", waiting());
            writer.WriteEndObject();
        }).WriteTo(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
