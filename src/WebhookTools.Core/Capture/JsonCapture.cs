using System.Text.Json;

namespace WebhookTools.Core.Capture;

/// <summary>Reads a JSON capture: an HTTP archive or one or more journal lines.</summary>
internal static class JsonCapture
{
    private static readonly JsonReaderOptions ReaderOptions = new() { AllowMultipleValues = true, MaxDepth = 256 };

    /// <exception cref="CaptureException">The capture is not valid JSON, or is neither of the two.</exception>
    public static IReadOnlyList<CapturedRequest> Read(ReadOnlyMemory<byte> bytes)
    {
        var requests = new List<CapturedRequest>();
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, ReaderOptions);
            while (reader.Read())
            {
                using var document = JsonDocument.ParseValue(ref reader);
                if (JournalLineCapture.IsJournalLine(document.RootElement))
                {
                    requests.Add(JournalLineCapture.Read(document.RootElement));
                }
                else
                {
                    requests.AddRange(HttpArchiveCapture.Read(document.RootElement));
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The framework throws InvalidOperationException for a string with invalid UTF-8 or an unpaired surrogate.
            throw CaptureErrors.CaptureJsonInvalid(exception.Message, exception);
        }

        return requests;
    }
}
