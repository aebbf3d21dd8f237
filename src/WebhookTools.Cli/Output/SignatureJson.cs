using System.Text.Json;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Output;

internal static class SignatureJson
{
    public static void Write(Utf8JsonWriter writer, SignatureResult signature)
    {
        writer.WriteStartObject();
        writer.WriteString("scheme", signature.Scheme);
        writer.WriteString("value", signature.Value);
        writer.WriteStartObject("headers");
        foreach ((string name, string value) in signature.Headers)
        {
            writer.WriteString(name, value);
        }

        writer.WriteEndObject();
        writer.WriteString("id", signature.Id);
        WriteTime(writer, "timestamp", signature.Timestamp);
        writer.WriteNumber("signedContentLength", signature.SignedContent.Length);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, SignatureVerification verification)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("valid", verification.IsValid);
        writer.WriteString("verdict", TextSyntax.Kebab(verification.Verdict.ToString()));
        writer.WriteString("scheme", verification.Scheme);
        writer.WriteString("reason", verification.Reason);
        writer.WriteNumber("secretIndex", verification.SecretIndex);
        writer.WriteString("id", verification.Id);
        WriteTime(writer, "timestamp", verification.Timestamp);
        writer.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } present)
        {
            writer.WriteString(name, present);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
