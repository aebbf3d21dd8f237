using System.Globalization;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>
/// Reads the output of <c>curl --trace</c> and <c>--trace-ascii</c>: sections such as <c>=&gt; Send data, 16 bytes (0x10)</c>,
/// each followed by lines of an offset and data.
/// </summary>
internal static class CurlTraceCapture
{
    private static ReadOnlySpan<byte> SendHeader => "=> Send header"u8;

    private static ReadOnlySpan<byte> SendData => "=> Send data"u8;

    public static bool Recognize(CaptureText text)
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

    /// <exception cref="CaptureException">A data line is invalid.</exception>
    public static IReadOnlyList<CapturedRequest> Read(CaptureText text)
    {
        var requests = new List<CurlTraceRequest>();
        bool isSecure = false;
        CurlTraceData? section = null;
        while (text.TryRead(out CaptureLine line))
        {
            ReadOnlySpan<byte> bytes = text.Get(line);
            if (CurlTraceData.IsDataLine(bytes))
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

    /// <summary>A header section and the data sections that follow it.</summary>
    private sealed class CurlTraceRequest
    {
        private readonly List<CurlTraceData> _data = [];

        public CurlTraceData Header { get; } = new();

        public CurlTraceData AddData()
        {
            var section = new CurlTraceData();
            _data.Add(section);
            return section;
        }

        public CapturedRequest ToCapturedRequest(bool isSecure)
        {
            CaptureText text = CaptureText.From(Header.Bytes);
            if (!text.TryRead(out CaptureLine line) || !HttpMessageCapture.TryReadRequestLine(text.Get(line), out string method, out string target))
            {
                throw CaptureErrors.CaptureWithoutRequest("a curl trace");
            }

            var notes = new List<string>();
            List<KeyValuePair<string, string>> headers = CapturedHeaders.Read(text, out _, out _);
            byte[] sent = new byte[_data.Sum(section => section.Bytes.Length)];
            int position = 0;
            foreach (CurlTraceData section in _data)
            {
                section.Bytes.CopyTo(sent.AsMemory(position));
                position += section.Bytes.Length;
            }

            int dots = _data.Sum(section => section.DotCount);
            if (dots > 0)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture, $"The body contains {dots} dot{(dots == 1 ? string.Empty : "s")}, and curl --trace-ascii also writes a dot for each line feed and unprintable byte. Capture with --trace to record every byte."));
            }

            return new CapturedRequest
            {
                Source = CaptureSource.CurlTrace,
                Method = method,
                Target = target,
                Uri = CapturedUri.Find(target, headers, isSecure, notes),
                Headers = headers,
                Body = WebhookBody.FromBytes(CapturedBody.Read(sent, headers, endsWithLineFeed: false, notes)),
                Notes = notes,
            };
        }
    }
}
