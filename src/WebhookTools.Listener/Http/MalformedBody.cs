using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace WebhookTools.Listener.Http;

/// <summary>
/// Recognizes bodies that the server, or the framework's form parser, cannot read. Beside the exception that is meant for them, both
/// throw others: a chunk size that overflows, a null character in a trailer, or an unknown encoding.
/// </summary>
internal static class MalformedBody
{
    /// <summary>True if an exception of reading a body means that the body is malformed, and not that the client has disconnected.</summary>
    public static bool Caused(Exception exception, HttpContext http) =>
        exception is not (BadHttpRequestException or OperationCanceledException or ConnectionResetException) && !http.RequestAborted.IsCancellationRequested;

    public static BadHttpRequestException Of(Exception exception) => new(exception.Message, StatusCodes.Status400BadRequest, exception);
}
