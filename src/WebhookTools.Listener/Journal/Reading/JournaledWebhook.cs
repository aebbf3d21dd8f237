using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;

namespace WebhookTools.Listener.Journal.Reading;

/// <summary>A webhook that was read from the journal.</summary>
/// <param name="line">The journal line.</param>
/// <param name="body">The range of the JSON body in the line. Empty if the body is not JSON.</param>
internal sealed class JournaledWebhook(byte[] line, Range body, string? remote, string? signature) : OriginalWebhook
{
    public override long Size => line.Length;

    public override string? Remote => remote;

    public override string? Signature => signature;

    private ReadOnlySpan<byte> Body => line.AsSpan(body);

    protected override string? ReadText() => Body.IsEmpty ? null : Encoding.UTF8.GetString(Body);

    protected override CapturedRequest ReadRequest() => CapturedRequestParser.Parse(line);
}
