using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>
/// Whether the listener can do its job, in OnCallM's shape: 200 while webhooks can be kept, else 503.
/// Why it cannot is the operator's to know and stands in the log, not here.
/// </summary>
/// <param name="isReady">Whether webhooks can be kept now.</param>
/// <param name="waiting">How many wait for the journal.</param>
internal sealed class HealthEndpoint(Func<bool> isReady, Func<int> waiting) : IEndpoint
{
    public string Name => "health";

    public EndpointAccess Access => EndpointAccess.Anyone;

    public bool IsRateLimited => false;

    public ValueTask AnswerAsync(RequestContext context)
    {
        bool ready = isReady();
        Reply.Json(ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("status", ready ? "healthy" : "unhealthy");
            writer.WriteString("webhook_endpoint", ready ? "available" : "unavailable");
            writer.WriteString("ai_service", "none");
            writer.WriteNumber("queue_size", waiting());
            writer.WriteEndObject();
        }).Write(context.Http.Response);
        return ValueTask.CompletedTask;
    }
}
