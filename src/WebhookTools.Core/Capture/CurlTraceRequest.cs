using System.Globalization;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>One request of a curl trace: its header section and the data sections that follow it.</summary>
internal sealed class CurlTraceRequest
{
    private readonly List<CurlTraceSection> _data = [];

    /// <summary>The request line and the headers.</summary>
    public CurlTraceSection Header { get; } = new();

    /// <summary>Begins a further section of data.</summary>
    public CurlTraceSection AddData()
    {
        var section = new CurlTraceSection();
        _data.Add(section);
        return section;
    }

    /// <summary>Puts the request together.</summary>
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
        foreach (CurlTraceSection section in _data)
        {
            section.Bytes.CopyTo(sent.AsMemory(position));
            position += section.Bytes.Length;
        }

        int dots = _data.Sum(section => section.DotCount);
        if (dots > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The body has {dots} dot{(dots == 1 ? string.Empty : "s")}, and curl --trace-ascii writes a dot for a line feed and for every byte that cannot be printed too: capture with --trace to have every byte."));
        }

        return new CapturedRequest
        {
            Source = CaptureSource.CurlTrace,
            Method = method,
            Target = target,
            Uri = CapturedAddress.Find(target, headers, isSecure, notes),
            Headers = headers,
            Body = WebhookBody.FromBytes(CapturedBody.Read(sent, headers, endsWithLineFeed: false, notes)),
            Notes = notes,
        };
    }
}
