using System.Text;

namespace WebhookTools.Core.Capture;

/// <summary>Reads a captured request, whatever it was captured with: see <see cref="CaptureSource"/>. The format is recognised by what it looks like.</summary>
public static class CapturedRequestParser
{
    /// <summary>The longest capture that is read, 256 MiB.</summary>
    public const long MaximumLength = 256L * 1024 * 1024;

    /// <summary>Reads the text of a capture.</summary>
    /// <param name="index">Which request of a capture that holds several, from 0. Null: the only one, or the only one with a body.</param>
    /// <exception cref="CaptureException">It cannot be read, or holds several requests and <paramref name="index"/> does not say which.</exception>
    public static CapturedRequest Parse(string capture, int? index = null)
    {
        ArgumentNullException.ThrowIfNull(capture);
        return Parse(Encoding.UTF8.GetBytes(capture), index);
    }

    /// <summary>Reads the bytes of a capture. The body is taken from them as it is; the caller must not change them afterwards.</summary>
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

    /// <summary>Reads a file.</summary>
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

        if (CurlTraceCapture.Recognise(rest))
        {
            return CurlTraceCapture.Read(rest.Restart());
        }

        if (CurlVerboseCapture.Recognise(rest.Restart()))
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
