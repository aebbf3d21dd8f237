using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads the request out of an object that came from a listener: an alert, or a line of its log as ConvertFrom-Json gives it.</summary>
internal static class JournalObjectReader
{
    /// <summary>Whether an object is one of these.</summary>
    public static bool IsRequest(object? value) => Alert.Of(value) is not null || IsLine(value as PSObject);

    /// <summary>Reads an object, if it is one of these.</summary>
    /// <exception cref="Core.WebhookException">It is a line of a log, and a member of it is wrong.</exception>
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
            : captured with { Notes = [.. captured.Notes, "ConvertFrom-Json has read the body, and it was written anew: give the log's line as text with -Request to have the bytes that came."] };
    }
}
