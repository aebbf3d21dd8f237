using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Intake;

/// <summary>A webhook that the intake has just added to the journal.</summary>
/// <param name="entry">The journal entry. Its body is the transport's until <see cref="ToKept"/> copies it.</param>
/// <param name="headers">The headers as received. They may contain credentials.</param>
/// <param name="escapedPath">The path as it is written in an address.</param>
/// <param name="baseAddress">What precedes the path in the address as the sender called it.</param>
internal sealed class AcceptedWebhook(JournalEntry entry, SignatureHeaders headers, string escapedPath, string? baseAddress) : OriginalWebhook
{
    /// <summary>The approximate size of the objects with their empty strings, in bytes.</summary>
    private const int FixedSize = 1024;

    public JournalEntry Entry => entry;

    public SignatureHeaders Headers => headers;

    public override long Size => FixedSize + entry.Body.Length + (sizeof(char) * TextLength());

    public override string? Remote => entry.Remote;

    public override string? Signature => entry.Signature;

    /// <summary>
    /// Returns the webhook with a copy of its body, for those that keep it after the transport has reused the memory. It keeps neither
    /// its alerts nor the headers that the journal does not store alive.
    /// </summary>
    public AcceptedWebhook ToKept() => new(entry with { Body = entry.Body.ToArray(), Alerts = [] }, new SignatureHeaders(), escapedPath, baseAddress);

    private long TextLength()
    {
        long length = escapedPath.Length + entry.Path.Length + (entry.Query?.Length ?? 0);
        foreach ((string name, string value) in entry.Headers)
        {
            length += name.Length + value.Length;
        }

        return length;
    }

    protected override string? ReadText() => entry.IsJson ? Encoding.UTF8.GetString(JsonBody.WithoutByteOrderMark(entry.Body).Span) : null;

    protected override CapturedRequest ReadRequest()
    {
        string target = entry.Query is null ? escapedPath : escapedPath + "?" + entry.Query;
        return new CapturedRequest
        {
            Source = CaptureSource.Listener,
            Target = target,
            Uri = Uri.TryCreate(baseAddress + target, UriKind.Absolute, out Uri? address) ? address : null,
            Headers = entry.Headers,
            Body = WebhookBody.FromBytes(entry.Body),
            ReceivedAt = entry.ReceivedAt,
            Notes = [.. CapturedRequest.DescribeMasking(entry.Headers, target)],
        };
    }
}
