using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Hosting;

/// <summary>The replies that belong to no single protocol.</summary>
internal static class Replies
{
    /// <summary>How long a sender should wait while the journal cannot be written.</summary>
    public const int JournalRetrySeconds = 10;

    public static Reply NotFound { get; } = Reply.Detail(StatusCodes.Status404NotFound, "Not Found");

    public static Reply InvalidSignature { get; } = Reply.Detail(StatusCodes.Status401Unauthorized, "Invalid signature.");

    public static Reply Forbidden { get; } = Reply.Detail(StatusCodes.Status403Forbidden, "Forbidden");

    public static Reply NotForReading { get; } = Reply.Detail(StatusCodes.Status403Forbidden, "Only readable from this machine: no token is set that would let anybody read from elsewhere.");

    public static Reply NotByThatName { get; } = Reply.Detail(
        StatusCodes.Status403Forbidden,
        "Not readable by that host name or from another site's page: open it as http://localhost, or set the listener's base address.");

    public static Reply InternalError { get; } = Reply.Detail(StatusCodes.Status500InternalServerError, "Internal Server Error");

    public static Reply JournalUnavailable { get; } = Unavailable("The webhook cannot be kept now; send it again later.");

    public static Reply Unavailable(string detail) => Reply
        .Detail(StatusCodes.Status503ServiceUnavailable, detail)
        .With("Retry-After", JournalRetrySeconds.ToString(CultureInfo.InvariantCulture));

    public static Reply MethodNotAllowed(string allowed) => Reply
        .Detail(StatusCodes.Status405MethodNotAllowed, "Method Not Allowed")
        .With("Allow", allowed);

    public static Reply TooManyRequests(int status, int seconds)
    {
        string text = seconds.ToString(CultureInfo.InvariantCulture);
        return Reply.Detail(status, $"Rate limit exceeded. Try again in {text} seconds.").With("Retry-After", text);
    }

    /// <summary>For what the server itself found wrong with a request: too large, too slow, badly framed.</summary>
    public static Reply BadRequest(int status) => Reply.Detail(status, status switch
    {
        StatusCodes.Status413PayloadTooLarge => "The body is larger than this listener takes.",
        StatusCodes.Status408RequestTimeout => "The body came too slowly.",
        _ => "The request is not well formed.",
    });
}
