using System.Net;
using System.Text;
using System.Text.Json;

namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Bodies wrapped in, or extracted from, a JSON string or a form field.</summary>
internal static class BodyWrapRules
{
    private const string FormFix = "Use the same content type on both sides, and verify the raw body before the framework parses the form.";

    public static IReadOnlyList<BodyRule> All { get; } =
    [
        new()
        {
            Id = "body.json-string",
            Stage = BodyStage.Wrap,
            Rank = 36,
            Side = FixSide.Sender,
            Change = "the body as a JSON string",
            Cause = "The sender signed the JSON as a quoted and escaped JSON string: it was serialized twice.",
            Fix = "Serialize the object once. Do not serialize text that is already JSON.",
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes(JsonStringLiteral.Write(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.json-string-unwrapped",
            Stage = BodyStage.Unwrap,
            Rank = 37,
            Side = FixSide.Sender,
            Change = "the JSON unwrapped from a JSON string",
            Cause = "The sender signed the JSON itself but sent it as a JSON string: it was serialized twice before sending.",
            Fix = "Send the serialized text unchanged. Pass it to the HTTP client as a string or bytes, not as an object to serialize (in Python, data=text rather than json=text).",
            Apply = static body => JsonStringLiteral.Read(body.Span),
        },
        new()
        {
            Id = "body.form-payload",
            Stage = BodyStage.Wrap,
            Rank = 38,
            Side = FixSide.Receiver,
            Change = "the body as the form field payload=…",
            Cause = "The sender signed the form field payload=… that carries the JSON, but the receiver verified the decoded field value.",
            Fix = "Verify the raw body, payload=… exactly as received, or set the webhook's content type to application/json.",
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes("payload=" + WebUtility.UrlEncode(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-payload",
            Stage = BodyStage.Wrap,
            Rank = 50,
            Side = FixSide.Receiver,
            Change = "the body as the form field payload=… with spaces as %20",
            Cause = "The sender signed the form field payload=… that carries the JSON, but the receiver verified the decoded field value.",
            Fix = "Verify the raw body, payload=… exactly as received, or set the webhook's content type to application/json.",
            Apply = static body => IsUtf8(body.Span) ? Encoding.UTF8.GetBytes("payload=" + Uri.EscapeDataString(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-payload-decoded",
            Stage = BodyStage.Unwrap,
            Rank = 39,
            Side = FixSide.Sender,
            Change = "the decoded value of the only form field",
            Cause = "The sender signed the JSON but sent it as the value of a form field.",
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
            Cause = "The sender signed the URL-encoded body, as in a form.",
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
            Cause = "The sender signed the body before URL-encoding it, but sent it encoded.",
            Fix = FormFix,
            Apply = static body => body.Span.ContainsAny("%+"u8) && IsUtf8(body.Span) ? Encoding.UTF8.GetBytes(WebUtility.UrlDecode(Encoding.UTF8.GetString(body.Span))) : null,
        },
        new()
        {
            Id = "body.form-from-json",
            Stage = BodyStage.Wrap,
            Rank = 42,
            Side = FixSide.Sender,
            Change = "the JSON members as form fields",
            Cause = "The sender signed the data as a form (name=value&…) but sent it as JSON.",
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

    /// <summary>Writes a flat JSON object as a form. Returns null for nested values, which a form cannot represent.</summary>
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

/// <summary>Converts text to a JSON string literal and back.</summary>
internal static class JsonStringLiteral
{
    /// <summary>Writes a string literal with only the mandatory escapes, as <c>JSON.stringify</c> does. <see cref="Utf8JsonWriter"/> escapes more with every encoder.</summary>
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

    /// <summary>Reads a body that is a single JSON string. Returns null if it is anything else.</summary>
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
