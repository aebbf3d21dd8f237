using System.Text;

namespace WebhookTools.Core.Capture;

/// <summary>Reads captured requests in any format of <see cref="CaptureSource"/>. The format is detected from the content.</summary>
public static class CapturedRequestParser
{
    /// <summary>The maximum length of a capture, 256 MiB.</summary>
    public const long MaximumLength = 256L * 1024 * 1024;

    /// <summary>Reads a capture from text.</summary>
    /// <param name="capture">The capture.</param>
    /// <param name="index">The zero-based index of the request. Null selects the only request, or the only one with a body.</param>
    /// <exception cref="CaptureException">The capture cannot be read, or it contains several requests and <paramref name="index"/> is null.</exception>
    public static CapturedRequest Parse(string capture, int? index = null)
    {
        ArgumentNullException.ThrowIfNull(capture);
        return Parse(Encoding.UTF8.GetBytes(capture), index);
    }

    /// <summary>Reads a capture from bytes. The body can reference them, so the caller must not modify them afterwards.</summary>
    /// <inheritdoc cref="Parse(string, int?)"/>
    public static CapturedRequest Parse(ReadOnlyMemory<byte> capture, int? index = null)
    {
        if (capture.Length > MaximumLength)
        {
            throw CaptureErrors.CaptureTooLarge(capture.Length, MaximumLength);
        }

        var text = CaptureText.From(capture);
        return Select(Read(text), index);
    }

    /// <summary>Reads a capture from a file.</summary>
    /// <inheritdoc cref="Parse(string, int?)"/>
    public static CapturedRequest ParseFile(string path, int? index = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            long length = new FileInfo(path).Length;
            return length > MaximumLength
                ? throw CaptureErrors.CaptureTooLarge(length, MaximumLength)
                : Parse(File.ReadAllBytes(path), index);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CaptureErrors.CaptureFileNotReadable(path, exception);
        }
    }

    private static IReadOnlyList<CapturedRequest> Read(CaptureText text)
    {
        if (!TryReadFirstLine(text, out CaptureLine first))
        {
            throw CaptureErrors.CaptureEmpty();
        }

        ReadOnlySpan<byte> line = text.Get(first);
        CaptureText rest = text.Restart();
        if (line.TrimStart(" \t"u8)[0] is (byte)'{' or (byte)'[')
        {
            return JsonCapture.Read(rest.Bytes);
        }

        if (HttpMessageCapture.IsRequestLine(line))
        {
            return [HttpMessageCapture.Read(rest)];
        }

        if (CurlTraceCapture.Recognize(rest))
        {
            return CurlTraceCapture.Read(rest.Restart());
        }

        if (CurlVerboseCapture.Recognize(rest.Restart()))
        {
            return CurlVerboseCapture.Read(rest.Restart());
        }

        return CaptureText.TryReadHeader(line, out _)
            ? [HttpMessageCapture.ReadHeaderText(rest.Restart())]
            : throw CaptureErrors.CaptureNotRecognised(CaptureText.Excerpt(line));
    }

    private static bool TryReadFirstLine(CaptureText text, out CaptureLine line)
    {
        while (text.TryRead(out line))
        {
            if (!text.Get(line).Trim(" \t"u8).IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    private static CapturedRequest Select(IReadOnlyList<CapturedRequest> requests, int? index)
    {
        if (index is { } wanted)
        {
            return wanted >= 0 && wanted < requests.Count ? requests[wanted] : throw CaptureErrors.CaptureIndexOutOfRange(wanted, requests.Count);
        }

        if (requests.Count == 1)
        {
            return requests[0];
        }

        List<CapturedRequest> withBody = [.. requests.Where(request => request.Body is { Length: > 0 })];
        if (withBody.Count == 1)
        {
            return withBody[0];
        }

        const int MaximumListed = 10;
        string[] listed = [.. requests.Take(MaximumListed).Select((request, number) => $"{number.ToString(System.Globalization.CultureInfo.InvariantCulture)} is {request}")];
        throw CaptureErrors.CaptureHasSeveralRequests(listed, requests.Count);
    }
}
