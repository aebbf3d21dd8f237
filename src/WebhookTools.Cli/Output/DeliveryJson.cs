using System.Text.Json;
using WebhookTools.Cli.Syntax;
using WebhookTools.Core.Masking;
using WebhookTools.Core.Sending;

namespace WebhookTools.Cli.Output;

internal static class DeliveryJson
{
    public static void Write(Utf8JsonWriter writer, DeliveryResult result)
    {
        writer.WriteStartObject();
        writer.WriteString("uri", result.Address.ToString());
        writer.WriteBoolean("isSuccess", result.IsSuccess);
        if (result.StatusCode is { } status)
        {
            writer.WriteNumber("statusCode", status);
        }
        else
        {
            writer.WriteNull("statusCode");
        }

        writer.WriteNumber("attempts", result.Attempts);
        writer.WriteNumber("durationMs", Math.Round(result.Duration.TotalMilliseconds, 1));
        writer.WriteString("id", result.Id);
        WriteHeaders(writer, "signatureHeaders", result.SignatureHeaders);
        WriteHeaders(writer, "responseHeaders", result.ResponseHeaders);
        writer.WriteString("responseBody", result.ResponseBody);
        writer.WriteBoolean("isResponseBodyTruncated", result.IsResponseBodyTruncated);
        WriteError(writer, result.Error);
        writer.WriteEndObject();
    }

    private static void WriteError(Utf8JsonWriter writer, DeliveryException? error)
    {
        if (error is null)
        {
            writer.WriteNull("error");
            return;
        }

        writer.WriteStartObject("error");
        writer.WriteString("id", error.ErrorId);
        writer.WriteString("kind", TextSyntax.Kebab(error.Kind.ToString()));
        writer.WriteString("message", error.Message);
        writer.WriteString("recommendedAction", error.RecommendedAction);
        writer.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> headers)
    {
        writer.WriteStartObject(name);
        foreach ((string header, string value) in headers)
        {
            // The address of a redirect may grant access, like that of the receiver.
            bool isAddress = header.Equals("Location", StringComparison.OrdinalIgnoreCase);
            writer.WriteString(header, isAddress && Uri.TryCreate(value, UriKind.RelativeOrAbsolute, out Uri? address) ? AddressMask.Show(address) : value);
        }

        writer.WriteEndObject();
    }
}
