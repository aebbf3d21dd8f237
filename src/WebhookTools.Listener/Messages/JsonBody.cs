using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace WebhookTools.Listener.Messages;

/// <summary>Reads a body as JSON: one value, in valid UTF-8, nested at most 64 levels deep.</summary>
internal static class JsonBody
{
    public const int MaximumDepth = 64;

    /// <summary>The error for a string without a UTF-8 form, which System.Text.Json reports only when the string is read.</summary>
    public const string LoneSurrogate = "The body contains a lone surrogate, which is not valid text.";

    private const string TooDeep = "The body is nested more than 64 levels deep.";
    private const string NotUtf8 = "The body is not valid UTF-8.";
    private const string NotObject = "The body is not a JSON object.";
    private const string Empty = "The body is empty. JSON was expected.";

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Returns the body without a byte-order mark, which some senders add although JSON does not allow one.</summary>
    public static ReadOnlyMemory<byte> WithoutByteOrderMark(ReadOnlyMemory<byte> body) =>
        body.Span.StartsWith(ByteOrderMark) ? body[ByteOrderMark.Length..] : body;

    public static Utf8JsonReader Reader(ReadOnlySpan<byte> json) => new(json, new JsonReaderOptions { MaxDepth = MaximumDepth });

    /// <summary>Parses a body.</summary>
    /// <param name="error">The problem with the body, worded for the sender.</param>
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
        error = NotObject;
        return null;
    }

    /// <summary>Checks the bytes before they are parsed. Returns the problem, or an empty string.</summary>
    public static string CheckEncoding(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
        {
            return Empty;
        }

        return Utf8.IsValid(body) ? string.Empty : NotUtf8;
    }

    /// <summary>Describes a parser's exception without repeating any of the body.</summary>
    public static string Describe(JsonException exception)
    {
        // Only the message tells this cause from the others.
        if (exception.Message.Contains("maximum configured depth", StringComparison.Ordinal))
        {
            return TooDeep;
        }

        long line = (exception.LineNumber ?? 0) + 1;
        long column = (exception.BytePositionInLine ?? 0) + 1;
        return string.Create(CultureInfo.InvariantCulture, $"The body is not valid JSON: line {line}, byte {column}.");
    }
}
