using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Capture;

/// <summary>Reads an HTTP archive (HAR 1.2), one of its entries, or the request of an entry.</summary>
internal static class HttpArchiveCapture
{
    /// <exception cref="CaptureException">The element is none of these.</exception>
    public static IReadOnlyList<CapturedRequest> Read(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            return ReadEntries(element);
        }

        if (element.TryGetProperty("log", out JsonElement log) && log.ValueKind == JsonValueKind.Object && log.TryGetProperty("entries", out JsonElement entries))
        {
            return ReadEntries(entries);
        }

        return [ReadEntry(element)];
    }

    private static List<CapturedRequest> ReadEntries(JsonElement entries)
    {
        if (entries.ValueKind != JsonValueKind.Array)
        {
            throw CaptureErrors.CaptureMemberInvalid("log.entries", "an array");
        }

        List<CapturedRequest> requests = [.. entries.EnumerateArray().Select(ReadEntry)];
        return requests.Count > 0 ? requests : throw CaptureErrors.CaptureWithoutRequest("an HTTP archive");
    }

    private static CapturedRequest ReadEntry(JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            throw CaptureErrors.CaptureJsonNotRecognised();
        }

        JsonElement request = entry.TryGetProperty("request", out JsonElement inner) && inner.ValueKind == JsonValueKind.Object ? inner : entry;
        if (!request.TryGetProperty("method", out _) || !request.TryGetProperty("url", out _))
        {
            throw CaptureErrors.CaptureJsonNotRecognised();
        }

        string address = CaptureJson.RequireText(request, "url");
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
        {
            throw CaptureErrors.CaptureMemberInvalid("url", "an absolute http or https URL");
        }

        var notes = new List<string>();
        return new CapturedRequest
        {
            Source = CaptureSource.HttpArchive,
            Method = CaptureJson.RequireText(request, "method").ToUpperInvariant(),
            Uri = uri,
            Target = uri.PathAndQuery,
            Headers = CaptureJson.GetHeaders(request, "headers"),
            Body = ReadBody(request, notes),
            Notes = notes,
        };
    }

    private static WebhookBody? ReadBody(JsonElement request, List<string> notes)
    {
        if (!request.TryGetProperty("postData", out JsonElement data) || data.ValueKind != JsonValueKind.Object)
        {
            if (GetBodySize(request) is > 0)
            {
                notes.Add("The archive indicates a body but does not contain it.");
                return null;
            }

            return WebhookBody.Empty;
        }

        byte[] bytes = ReadPostData(data);
        if (GetBodySize(request) is { } size && size >= 0 && size != bytes.Length)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"The archive contains {bytes.Length} bytes of a body of {size} bytes. The tool that wrote it decoded or changed the body."));
        }

        return WebhookBody.FromBytes(bytes);
    }

    private static byte[] ReadPostData(JsonElement data)
    {
        string? encoding = CaptureJson.GetText(data, "encoding") ?? CaptureJson.GetText(data, "_encoding");
        string? text = CaptureJson.GetText(data, "text");
        if (text is null && data.TryGetProperty("params", out JsonElement parameters) && parameters.ValueKind == JsonValueKind.Array)
        {
            IEnumerable<string> fields = parameters.EnumerateArray().Select(parameter =>
                WebUtility.UrlEncode(CaptureJson.RequireText(parameter, "name")) + "=" + WebUtility.UrlEncode(CaptureJson.GetText(parameter, "value")));
            return Encoding.UTF8.GetBytes(string.Join('&', fields));
        }

        return string.Equals(encoding, "base64", StringComparison.OrdinalIgnoreCase)
            ? CaptureJson.DecodeBase64("postData.text", text ?? string.Empty)
            : Encoding.UTF8.GetBytes(text ?? string.Empty);
    }

    private static long? GetBodySize(JsonElement request) =>
        request.TryGetProperty("bodySize", out JsonElement size) && size.ValueKind == JsonValueKind.Number && size.TryGetInt64(out long count) ? count : null;
}
