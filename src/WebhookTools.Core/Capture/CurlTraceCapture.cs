namespace WebhookTools.Core.Capture;

/// <summary>
/// What <c>curl --trace</c> and <c>--trace-ascii</c> write: sections such as <c>=&gt; Send data, 16 bytes (0x10)</c>,
/// and below each its bytes, every line behind its offset.
/// </summary>
internal static class CurlTraceCapture
{
    private static ReadOnlySpan<byte> SendHeader => "=> Send header"u8;

    private static ReadOnlySpan<byte> SendData => "=> Send data"u8;

    /// <summary>Whether a section is there in which a header is sent.</summary>
    public static bool Recognise(CaptureText text)
    {
        while (text.TryRead(out CaptureLine line))
        {
            if (text.Get(line).IndexOf(SendHeader) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads every request of a trace.</summary>
    /// <exception cref="CaptureException">A line of a section is not as curl writes it.</exception>
    public static IReadOnlyList<CapturedRequest> Read(CaptureText text)
    {
        var requests = new List<CurlTraceRequest>();
        bool isSecure = false;
        CurlTraceSection? section = null;
        while (text.TryRead(out CaptureLine line))
        {
            ReadOnlySpan<byte> bytes = text.Get(line);
            if (CurlTraceSection.IsDataLine(bytes))
            {
                if (section?.TryAdd(bytes) == false)
                {
                    throw CaptureErrors.CaptureTraceInvalid(line.Number, CaptureText.Excerpt(bytes));
                }

                continue;
            }

            isSecure |= bytes.IndexOf("SSL connection"u8) >= 0 || bytes.IndexOf("TLS handshake"u8) >= 0 || bytes.IndexOf("SSL data"u8) >= 0;
            section = null;
            if (bytes.IndexOf(SendHeader) >= 0)
            {
                var request = new CurlTraceRequest();
                requests.Add(request);
                section = request.Header;
            }
            else if (bytes.IndexOf(SendData) >= 0 && requests.Count > 0)
            {
                section = requests[^1].AddData();
            }
        }

        return [.. requests.Select(request => request.ToCapturedRequest(isSecure))];
    }
}
