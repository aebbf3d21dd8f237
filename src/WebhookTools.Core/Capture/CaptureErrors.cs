using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>The errors of captures. The name of a method is the id of the error.</summary>
internal static class CaptureErrors
{
    private const string Formats = "an HTTP request, the output of curl -v, --trace or --trace-ascii, an HTTP archive (HAR) or one of its entries, a line of a webhook journal, or header lines in the form 'Name: value'";

    public static CaptureException CaptureEmpty() => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureEmpty),
        "The capture is empty.",
        $"Provide {Formats}.");

    public static CaptureException CaptureNotRecognised(string firstLine) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureNotRecognised),
        $"The format of the capture is not supported. It starts with '{firstLine}'.",
        $"Provide {Formats}. If this is a body without headers, pass it as the body.");

    public static CaptureException CaptureJsonNotRecognised() => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureJsonNotRecognised),
        "The capture is JSON, but not an HTTP archive (log.entries), an archive entry (request), the request of an entry (method, url, headers) or a line of a webhook journal (receivedAt, path, body).",
        "If it is the body of the webhook, pass it as the body and the headers separately.");

    public static CaptureException CaptureJsonInvalid(string reason, Exception? inner = null) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureJsonInvalid),
        $"The capture starts like JSON but is not valid JSON: {reason}",
        "Check that the file is complete and contains one JSON value or journal lines.",
        inner);

    public static CaptureException CaptureMemberInvalid(string member, string expected) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureMemberInvalid),
        $"The member '{member}' of the capture must be {expected}.",
        "Export the capture again, or correct the member.");

    public static CaptureException CaptureHeaderInvalid(int line, string text) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureHeaderInvalid),
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the capture is not a header in the form 'Name: value': '{text}'."),
        "Separate the headers from the body with an empty line, and write each header as 'Name: value'.");

    public static CaptureException CaptureHeaderNameInvalid(string name) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureHeaderNameInvalid),
        $"The capture contains an invalid header name: '{name}'.",
        "Correct or remove the header.");

    public static CaptureException CaptureChunkInvalid(string reason) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureChunkInvalid),
        $"The capture has the header 'Transfer-Encoding: chunked', but its body is not validly chunked: {reason}",
        "Capture the request again, or decode the body and remove the header.");

    public static CaptureException CaptureTraceInvalid(int line, string text) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureTraceInvalid),
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the curl trace is not in the form 'offset: data': '{text}'."),
        "Capture the trace again with curl --trace FILE.");

    public static CaptureException CaptureWithoutRequest(string format) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureWithoutRequest),
        $"The capture looks like {format} but contains no request.",
        "Start the capture before the request is sent.");

    public static CaptureException CaptureHasSeveralRequests(IReadOnlyList<string> requests, int count) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureHasSeveralRequests),
        string.Create(CultureInfo.InvariantCulture, $"The capture contains {count} requests: ") + string.Join("; ", requests) + (count > requests.Count ? "; …" : "."),
        "Specify the zero-based index of the request, or provide a capture of one request.");

    public static CaptureException CaptureIndexOutOfRange(int index, int count) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureIndexOutOfRange),
        string.Create(CultureInfo.InvariantCulture, $"The request index {index} is out of range. The capture contains {count} request{(count == 1 ? string.Empty : "s")}."),
        string.Create(CultureInfo.InvariantCulture, $"Specify an index from 0 to {count - 1}."));

    public static CaptureException CaptureWithoutBody(CaptureSource source) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureWithoutBody),
        source == CaptureSource.CurlVerbose
            ? "The signature covers the body, but curl -v does not show it."
            : "The signature covers the body, but the capture does not contain it.",
        source == CaptureSource.CurlVerbose
            ? "Provide the body separately, or capture with curl --trace FILE, which records every byte."
            : "Provide the body separately.");

    public static CaptureException CaptureBodyNotThere(CaptureSource source) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureBodyNotThere),
        source switch
        {
            CaptureSource.CurlVerbose => "The request cannot be sent again because curl -v does not show the body.",
            CaptureSource.JournalLine => "The request cannot be sent again because the line contains only the beginning of the body.",
            _ => "The request cannot be sent again because the capture does not contain the body.",
        },
        "Provide a capture with the whole body, such as the output of curl --trace FILE.");

    public static CaptureException CaptureFileNotReadable(string path, Exception inner) => new(
        inner is FileNotFoundException or DirectoryNotFoundException ? WebhookErrorKind.NotFound : WebhookErrorKind.PermissionDenied,
        nameof(CaptureFileNotReadable),
        $"Could not read the capture '{path}': {inner.Message}",
        "Check the path and its permissions.",
        inner);

    public static CaptureException CaptureTooLarge(long length, long limit) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureTooLarge),
        string.Create(CultureInfo.InvariantCulture, $"The capture has {length} bytes. The limit is {limit}."),
        "Reduce the capture to one request.");
}

/// <summary>The exception for a captured request that cannot be read.</summary>
public sealed class CaptureException : WebhookException
{
    /// <summary>Creates an exception.</summary>
    public CaptureException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(kind, errorId, message, recommendedAction, innerException)
    {
    }
}
