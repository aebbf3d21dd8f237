using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Payloads;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.Listener.Hosting;

/// <summary>A webhook that has just been kept.</summary>
/// <param name="entry">How it is kept. Its body is copied by the caller where its buffer is the server's.</param>
/// <param name="target">The path and query, secrets masked.</param>
/// <param name="baseAddress">What stands before the target in the address as its sender called it.</param>
internal sealed class ReceivedWebhook(JournalEntry entry, string target, string baseAddress) : KeptWebhook
{
    public override int Length => entry.Body.Length;

    public override string? Remote => entry.Remote;

    public override string? Signature => entry.Signature;

    protected override string? ReadText() => entry.IsJson ? Encoding.UTF8.GetString(JsonBody.WithoutByteOrderMark(entry.Body).Span) : null;

    protected override CapturedRequest ReadRequest() => new()
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
