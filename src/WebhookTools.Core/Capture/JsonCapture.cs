using System.Text.Json;

namespace WebhookTools.Core.Capture;

/// <summary>A capture that is JSON: an HTTP archive or a journal's line; which one is told by its members.</summary>
internal static class JsonCapture
{
    private static readonly JsonReaderOptions ReaderOptions = new() { AllowMultipleValues = true, MaxDepth = 256 };

    /// <summary>Reads one JSON value, or several where they are journal lines.</summary>
    /// <exception cref="CaptureException">It is no JSON, or neither of the two.</exception>
    public static IReadOnlyList<CapturedRequest> Read(ReadOnlyMemory<byte> bytes)
    {
        var requests = new List<CapturedRequest>();
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, ReaderOptions);
            while (reader.Read())
            {
                int start = (int)reader.TokenStartIndex;
                reader.Skip();
                ReadOnlyMemory<byte> value = bytes[start..(int)reader.BytesConsumed];
                using var document = JsonDocument.Parse(value, new JsonDocumentOptions { MaxDepth = ReaderOptions.MaxDepth });
                ReadValue(document.RootElement, value, requests);
            }
        }
        catch (JsonException exception)
        {
            throw CaptureErrors.CaptureJsonInvalid(exception.Message, exception);
        }
        catch (InvalidOperationException exception)
        {
            // The framework's answer to a string that is no valid UTF-8 or has half of a surrogate pair.
            throw CaptureErrors.CaptureJsonInvalid(exception.Message, exception);
        }

        return requests;
    }

    private static void ReadValue(JsonElement element, ReadOnlyMemory<byte> bytes, List<CapturedRequest> requests)
    {
        if (JournalLineCapture.IsJournalLine(element))
        {
            requests.Add(JournalLineCapture.Read(element, bytes));
        }
        else
        {
            requests.AddRange(HttpArchiveCapture.Read(element));
        }
    }
}
