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
    /// <summary>Reads an object, if it is one of these.</summary>
    /// <exception cref="Core.WebhookException">It is a line of a log, and a member of it is wrong.</exception>
    public static bool TryRead(object? value, [NotNullWhen(true)] out CapturedRequest? captured)
    {
        captured = null;
        if (value is not PSObject wrapper)
        {
            return false;
        }

        if (wrapper.BaseObject is Alert alert)
        {
            captured = new CapturedRequest
            {
                Source = CaptureSource.JournalLine,
                Body = alert.Body is null ? null : WebhookBody.FromText(alert.Body),
                ReceivedAt = alert.ReceivedAt,
                Notes = ["An alert holds its body as JSON text and not the bytes that came, and no headers: the log's line holds both."],
            };
            return true;
        }

        if (wrapper.Properties["receivedAt"] is null || wrapper.Properties["path"] is null || (wrapper.Properties["body"] is null && wrapper.Properties["bodyBase64"] is null))
        {
            return false;
        }

        var json = new ArrayBufferWriter<byte>();
        ObjectSerializer.Write(value, json, PSObjectAdapter.Instance);
        captured = CapturedRequestParser.Parse(json.WrittenMemory);
        if (wrapper.Properties["bodyBase64"] is null)
        {
            captured = captured with { Notes = [.. captured.Notes, "ConvertFrom-Json has read the body, and it was written anew: give the log's line as text with -Request to have the bytes that came."] };
        }

        return true;
    }
}
