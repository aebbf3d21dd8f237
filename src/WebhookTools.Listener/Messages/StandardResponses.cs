using System.Globalization;
using System.Net;

namespace WebhookTools.Listener.Messages;

/// <summary>The responses that belong to no single protocol.</summary>
internal static class StandardResponses
{
    /// <summary>How long a sender should wait while the journal cannot be written, in seconds.</summary>
    private const int JournalRetrySeconds = 10;

    public static WebhookResponse NotFound { get; } = WebhookResponse.Detail((int)HttpStatusCode.NotFound, "Not Found");

    public static WebhookResponse InvalidSignature { get; } = WebhookResponse.Detail((int)HttpStatusCode.Unauthorized, "Invalid signature.");

    public static WebhookResponse Forbidden { get; } = WebhookResponse.Detail((int)HttpStatusCode.Forbidden, "Forbidden");

    public static WebhookResponse NotForReading { get; } = WebhookResponse.Detail(
        (int)HttpStatusCode.Forbidden,
        "Alerts can be read on this machine only, because no token for readers is set.");

    public static WebhookResponse NotByThatName { get; } = WebhookResponse.Detail(
        (int)HttpStatusCode.Forbidden,
        "Alerts cannot be read by this host name or from another site's page. Open http://localhost, or set the listener's base address.");

    public static WebhookResponse NotForPages { get; } = WebhookResponse.Detail(
        (int)HttpStatusCode.Forbidden,
        "A listener without authentication accepts no webhooks by this host name or from another site's page. Send to localhost, set the listener's base address, or require a token or a signature.");

    public static WebhookResponse InternalError { get; } = WebhookResponse.Detail((int)HttpStatusCode.InternalServerError, "Internal Server Error");

    public static WebhookResponse JournalUnavailable { get; } = Unavailable("The webhook cannot be stored at the moment. Send it again later.");

    /// <summary>Accepts a webhook of a protocol that defines no response: the status and the id of the journal entry.</summary>
    public static WebhookResponse Accepted(string id) => WebhookResponse.Json((int)HttpStatusCode.OK, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("status", "accepted");
        writer.WriteString("id", id);
        writer.WriteEndObject();
    });

    public static WebhookResponse Unavailable(string detail) => WebhookResponse
        .Detail((int)HttpStatusCode.ServiceUnavailable, detail)
        .With("Retry-After", JournalRetrySeconds.ToString(CultureInfo.InvariantCulture));

    public static WebhookResponse MethodNotAllowed(string allowed) => WebhookResponse
        .Detail((int)HttpStatusCode.MethodNotAllowed, "Method Not Allowed")
        .With("Allow", allowed);

    public static WebhookResponse TooManyRequests(int status, int seconds)
    {
        string text = seconds.ToString(CultureInfo.InvariantCulture);
        return WebhookResponse.Detail(status, $"Rate limit exceeded. Try again in {text} seconds.").With("Retry-After", text);
    }

    /// <summary>Rejects a request that the server itself found at fault: too large, too slow, or malformed.</summary>
    public static WebhookResponse BadRequest(int status) => WebhookResponse.Detail(status, (HttpStatusCode)status switch
    {
        HttpStatusCode.RequestEntityTooLarge => "The body is larger than this listener accepts.",
        HttpStatusCode.RequestTimeout => "The body arrived too slowly.",
        _ => "The request is malformed.",
    });
}
