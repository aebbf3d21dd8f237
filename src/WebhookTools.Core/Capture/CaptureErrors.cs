using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>All texts for people about captures. A method's name is the error's id.</summary>
internal static class CaptureErrors
{
    private const string Formats = "an HTTP request, the output of curl -v, curl --trace or --trace-ascii, an HTTP archive (HAR) or an entry of one, a line of a webhook journal, or header lines 'Name: value'";

    public static CaptureException CaptureEmpty() => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureEmpty),
        "The capture is empty.",
        $"Give {Formats}.");

    public static CaptureException CaptureNotRecognised(string firstLine) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureNotRecognised),
        $"The capture is in no format that is known here; it begins with '{firstLine}'.",
        $"Give {Formats}. Pass a body without its headers as the body.");

    public static CaptureException CaptureJsonNotRecognised() => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureJsonNotRecognised),
        "The capture is JSON, but neither an HTTP archive (log.entries), an entry of one (request), the request of an entry (method, url, headers) nor a line of a webhook journal (receivedAt, path, body).",
        "If it is the webhook's body, pass it as the body and the headers beside it.");

    public static CaptureException CaptureJsonInvalid(string reason, Exception? inner = null) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureJsonInvalid),
        $"The capture begins like JSON and cannot be read: {reason}",
        "Check that the file is whole and holds one JSON value, or journal lines.",
        inner);

    public static CaptureException CaptureMemberInvalid(string member, string expected) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureMemberInvalid),
        $"The member '{member}' of the capture is not {expected}.",
        "Export the capture again, or mend the member.");

    public static CaptureException CaptureHeaderInvalid(int line, string text) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureHeaderInvalid),
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the capture is no header 'Name: value': '{text}'."),
        "Separate the headers from the body by an empty line, and write each header as 'Name: value'.");

    public static CaptureException CaptureHeaderNameInvalid(string name) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureHeaderNameInvalid),
        $"The capture has a header whose name is not allowed in HTTP: '{name}'.",
        "Mend or remove the header.");

    public static CaptureException CaptureChunkInvalid(string reason) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureChunkInvalid),
        $"The capture's headers say 'Transfer-Encoding: chunked', and its body breaks off: {reason}",
        "Capture the request again; or give the decoded body and remove the header.");

    public static CaptureException CaptureTraceInvalid(int line, string text) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureTraceInvalid),
        string.Create(CultureInfo.InvariantCulture, $"Line {line} of the curl trace is not 'offset: data': '{text}'."),
        "Write the trace again with curl --trace FILE.");

    public static CaptureException CaptureWithoutRequest(string format) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureWithoutRequest),
        $"The capture looks like {format} and holds no request.",
        "Check that the capture begins before the request is sent.");

    public static CaptureException CaptureHasSeveralRequests(IReadOnlyList<string> requests, int count) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureHasSeveralRequests),
        string.Create(CultureInfo.InvariantCulture, $"The capture holds {count} requests: ") + string.Join("; ", requests) + (count > requests.Count ? "; …" : "."),
        "Say which one, counted from 0, or give a capture of one request.");

    public static CaptureException CaptureIndexOutOfRange(int index, int count) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureIndexOutOfRange),
        string.Create(CultureInfo.InvariantCulture, $"Request {index} was asked for; the capture holds {count}, counted from 0."),
        string.Create(CultureInfo.InvariantCulture, $"Give a number from 0 to {count - 1}."));

    public static CaptureException CaptureWithoutBody(CaptureSource source) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureWithoutBody),
        source == CaptureSource.CurlVerbose
            ? "curl -v does not show the body, and the signature covers it."
            : "The capture holds no body, and the signature covers it.",
        source == CaptureSource.CurlVerbose
            ? "Give the body beside the capture, or capture with curl --trace FILE, which shows every byte."
            : "Give the body beside the capture.");

    public static CaptureException CaptureBodyNotThere(CaptureSource source) => new(
        WebhookErrorKind.InvalidArgument,
        nameof(CaptureBodyNotThere),
        source switch
        {
            CaptureSource.CurlVerbose => "curl -v does not show the body, so that the request cannot be sent again.",
            CaptureSource.JournalLine => "The line keeps only the beginning of the body, so that the request cannot be sent again.",
            _ => "The capture holds no body, so that the request cannot be sent again.",
        },
        "Give a capture with the whole body, as curl --trace FILE writes it.");

    public static CaptureException CaptureFileNotReadable(string path, Exception inner) => new(
        inner is FileNotFoundException or DirectoryNotFoundException ? WebhookErrorKind.NotFound : WebhookErrorKind.PermissionDenied,
        nameof(CaptureFileNotReadable),
        $"The capture '{path}' cannot be read: {inner.Message}",
        "Check the path and the right to read it.",
        inner);

    public static CaptureException CaptureTooLarge(long length, long limit) => new(
        WebhookErrorKind.InvalidData,
        nameof(CaptureTooLarge),
        string.Create(CultureInfo.InvariantCulture, $"The capture has {length} bytes; at most {limit} are read."),
        "Cut the capture down to the one request.");
}

/// <summary>A captured request cannot be read.</summary>
public sealed class CaptureException : WebhookException
{
    /// <summary>Creates an error.</summary>
    public CaptureException(WebhookErrorKind kind, string errorId, string message, string recommendedAction, Exception? innerException = null)
        : base(kind, errorId, message, recommendedAction, innerException)
    {
    }
}
