using System.Net;
using System.Text;
using System.Text.Json;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>The body wrapped in something, or taken out of it: a JSON string, a form field.</summary>
internal static class BodyWrapRules
{
    private const string FormFix = "Agree on one content type, and verify the raw body before a framework parses the form.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        new()
        {
            Id = "body.json-string",
            Stage = BodyStage.Wrap,
            Rank = 36,
            Side = FixSide.Sender,
            Change = "the body as one JSON string",
            Cause = "The signature was made over the JSON written as a JSON string, in quotation marks and escaped: it was serialised twice.",
            Fix = "Serialise the object once: a text that already is JSON must not be serialised again before it is signed.",
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes(JsonStringLiteral.Write(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.json-string-unwrapped",
            Stage = BodyStage.Unwrap,
            Rank = 37,
            Side = FixSide.Sender,
            Change = "the JSON inside the JSON string",
            Cause = "The signature was made over the JSON itself, and the body is that JSON written as a JSON string: it was serialised twice before it was sent.",
            Fix = "Send the text as it is: give the client a string or bytes, not an object to serialise (in Python data=text, not json=text).",
            Apply = static body => JsonStringLiteral.Read(body.Span),
        },
        new()
        {
            Id = "body.form-payload",
            Stage = BodyStage.Wrap,
            Rank = 38,
            Side = FixSide.Receiver,
            Change = "the body as the form field payload=…",
            Cause = "The signature was made over the form field payload=…, in which the JSON was sent, and here the field's value is verified.",
            Fix = "Verify the raw body, payload=… as it came; or choose application/json as the webhook's content type.",
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes("payload=" + WebUtility.UrlEncode(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-payload",
            Stage = BodyStage.Wrap,
            Rank = 50,
            Side = FixSide.Receiver,
            Change = "the body as the form field payload=…, spaces as %20",
            Cause = "The signature was made over the form field payload=…, in which the JSON was sent, and here the field's value is verified.",
            Fix = "Verify the raw body, payload=… as it came; or choose application/json as the webhook's content type.",
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-payload-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 39,
            Side = FixSide.Sender,
            Change = "the value of the form's only field",
            Cause = "The signature was made over the JSON, and it came as the value of a form field.",
            Fix = FormFix,
            Apply = static body => ReadOnlyField(body.Span),
        },
        new()
        {
            Id = "body.form-encoded",
            Stage = BodyStage.Wrap,
            Rank = 40,
            Side = FixSide.Sender,
            Change = "the body URL-encoded",
            Cause = "The signature was made over the body with URL encoding, as a form has it.",
            Fix = FormFix,
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes(WebUtility.UrlEncode(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 41,
            Side = FixSide.Sender,
            Change = "the body URL-decoded",
            Cause = "The signature was made over the text before it was URL-encoded, and it came encoded.",
            Fix = FormFix,
            Apply = static body => body.Span.ContainsAny("%+"u8) && IsUtf8(body.Span) ? Encoding.UTF8.GetBytes(WebUtility.UrlDecode(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-from-json",
            Stage = BodyStage.Wrap,
            Rank = 42,
            Side = FixSide.Sender,
            Change = "the JSON's members as form fields",
            Cause = "The signature was made over a form, name=value&…, and the same members came as JSON.",
            Fix = FormFix,
            Apply = static body => WriteForm(body.Span),
        },
    ];

    private static bool IsUtf8(ReadOnlySpan<byte> bytes) => System.Text.Unicode.Utf8.IsValid(bytes);

    private static byte[]? ReadOnlyField(ReadOnlySpan<byte> body)
    {
        int equals = body.IndexOf((byte)'=');
        return equals > 0 && !body.Contains((byte)'&') && !body[..equals].ContainsAny("{[\"% "u8) && IsUtf8(body)
            ? Encoding.UTF8.GetBytes(WebUtility.UrlDecode(Encoding.UTF8.GetString(body[(equals + 1)..])))
            : null;
    }

    /// <summary>An object of texts, numbers and truth values as a form; anything nested has no such form.</summary>
    private static byte[]? WriteForm(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        var form = new StringBuilder();
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    return null;
                }

                string? value = reader.TokenType == JsonTokenType.String ? reader.GetString() : Encoding.UTF8.GetString(reader.ValueSpan);
                form.Append(form.Length > 0 ? "&" : string.Empty).Append(WebUtility.UrlEncode(name)).Append('=').Append(WebUtility.UrlEncode(value));
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }

        return form.Length == 0 ? null : Encoding.UTF8.GetBytes(form.ToString());
    }
}

/// <summary>A text as one JSON string, and back.</summary>
internal static class JsonStringLiteral
{
    /// <summary>Writes a text in quotation marks with nothing escaped but what must be, as JavaScript does.</summary>
    public static string Write(string text)
    {
        var written = new StringBuilder(text.Length + 16).Append('"');
        foreach (char character in text)
        {
            _ = character switch
            {
                '"' => written.Append("\\\""),
                '\\' => written.Append("\\\\"),
                '\n' => written.Append("\\n"),
                '\r' => written.Append("\\r"),
                '\t' => written.Append("\\t"),
                '\b' => written.Append("\\b"),
                '\f' => written.Append("\\f"),
                < ' ' => written.Append(System.Globalization.CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"),
                _ => written.Append(character),
            };
        }

        return written.Append('"').ToString();
    }

    /// <summary>Reads a body that is one JSON string; null if it is not.</summary>
    public static byte[]? Read(ReadOnlySpan<byte> body)
    {
        if (!body.TrimStart(" \t\r\n"u8).StartsWith("\""u8))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            return reader.Read() && reader.TokenType == JsonTokenType.String && reader.GetString() is { } text && !reader.Read()
                ? Encoding.UTF8.GetBytes(text)
                : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
