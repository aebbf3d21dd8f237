using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>Header lines alone, as people copy them out of a provider's page or a log.</summary>
internal static class HeaderTextCapture
{
    public static CapturedRequest Read(CaptureText text)
    {
        var notes = new List<string>();
        SkipEmptyLines(text);
        List<KeyValuePair<string, string>> headers = CapturedHeaders.Read(text, out bool hasBody, out bool endsWithLineFeed);
        ReadOnlyMemory<byte> rest = hasBody ? text.Bytes[text.Position..] : ReadOnlyMemory<byte>.Empty;

        // An empty line that nothing follows is how a paste ends, not an empty body.
        bool isPresent = !rest.Span.Trim("\r\n"u8).IsEmpty;
        if (!isPresent)
        {
            notes.Add("The header lines are without a body.");
        }

        return new CapturedRequest
        {
            Source = CaptureSource.HeaderText,
            Headers = headers,
            Body = isPresent ? WebhookBody.FromBytes(CapturedBody.Read(rest, headers, endsWithLineFeed, notes)) : null,
            Notes = notes,
        };
    }

    private static void SkipEmptyLines(CaptureText text)
    {
        while (text.PeekIsEmptyLine())
        {
            text.TryRead(out _);
        }
    }
}
