using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads the request from a listener's object: an alert, or a journal line that ConvertFrom-Json has parsed.</summary>
internal static class JournalObjectReader
{
    /// <summary>Returns true if the object is an alert or a parsed journal line.</summary>
    public static bool IsRequest(object? value) => Alert.Of(value) is not null || IsLine(value as PSObject);

    /// <summary>Reads the request of an alert or a parsed journal line.</summary>
    /// <exception cref="Core.WebhookException">The object is a journal line with an invalid member.</exception>
    public static bool TryRead(object? value, [NotNullWhen(true)] out CapturedRequest? captured)
    {
        captured = Alert.Of(value)?.GetRequest();
        if (captured is null && value is PSObject wrapper && IsLine(wrapper))
        {
            captured = ReadLine(wrapper);
        }

        return captured is not null;
    }

    private static bool IsLine(PSObject? value) =>
        value?.Properties["receivedAt"] is not null && value.Properties["path"] is not null && (value.Properties["body"] is not null || value.Properties["bodyBase64"] is not null);

    private static CapturedRequest ReadLine(PSObject line)
    {
        var json = new ArrayBufferWriter<byte>();
        ObjectSerializer.Write(line, json, new PSObjectAdapter());
        CapturedRequest captured = CapturedRequestParser.Parse(json.WrittenMemory);
        return line.Properties["bodyBase64"] is not null
            ? captured
            : captured with { Notes = [.. captured.Notes, "ConvertFrom-Json parsed the body, so it was serialized again and may differ from the received bytes. To use the received bytes, pass the journal line as text to -Request."] };
    }
}
