using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace WebhookTools.Listener.Protocols;

/// <summary>A body as JSON: one value, in valid UTF-8, nested at most 64 deep.</summary>
internal static class JsonBody
{
    public const int MaximumDepth = 64;

    /// <summary>What is wrong with JSON whose text has no UTF-8 form, which a reader only finds when it reads that text.</summary>
    public const string HalfSurrogate = "The body holds half of a surrogate pair, which is no text.";

    private const string TooDeep = "The body is nested more than 64 levels deep.";
    private const string NotUtf8 = "The body is not valid UTF-8.";
    private const string NoObject = "The body is no JSON object.";
    private const string Empty = "The body is empty; JSON is expected.";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>The body without the byte-order mark that some senders put before it, which is no part of JSON.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaximumDepth });

    /// <summary>Parses a body that is to be walked.</summary>
    /// <param name="error">What is wrong with it, fit to be sent to the caller.</param>
    /// <returns>The document, which the caller disposes, or null.</returns>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> body, out string error)
    {
        error = CheckEncoding(body.Span);
        if (error.Length > 0)
        {
            return null;
        }

        try
        {
            return JsonDocument.Parse(WithoutByteOrderMark(body), new JsonDocumentOptions { MaxDepth = MaximumDepth });
        }
        catch (JsonException exception)
        {
            error = Describe(exception);
            return null;
        }
    }

    /// <summary>Parses a body that must be an object.</summary>
    /// <inheritdoc cref="TryParse"/>
    public static JsonDocument? TryParseObject(ReadOnlyMemory<byte> body, out string error)
    {
        JsonDocument? document = TryParse(body, out error);
        if (document is null || document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        error = NoObject;
        return null;
    }

    /// <summary>What is wrong with the bytes before they are parsed, or nothing.</summary>
    public static string CheckEncoding(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return Empty;
        }

        return Utf8.IsValid(body) ? string.Empty : NotUtf8;
    }

    /// <summary>What a parser's exception means, without repeating anything of the body.</summary>
    public static string Describe(JsonException exception)
    {
        // The parser has no other sign of this cause than its words.
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return TooDeep;
        }

        long line = (exception.LineNumber ?? 0) + 1;
        long column = (exception.BytePositionInLine ?? 0) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"The body is not valid JSON: line {line}, byte {column}.");
    }
}
