using WebhookTools.Core.Signatures;

namespace WebhookTools.Cli.Options;

/// <summary>A webhook as it was received, put together from options, files and a capture. It owns the file that a large body is kept in meanwhile.</summary>
internal sealed class ReceivedWebhook(SignatureRequest request, SignatureHeaders headers, TimeProvider present, IReadOnlyList<string> notes, RawBody? body) : IDisposable
{
    /// <summary>The request.</summary>
    public SignatureRequest Request { get; } = request;

    /// <summary>Its headers.</summary>
    public SignatureHeaders Headers { get; } = headers;

    /// <summary>The time to take for the present.</summary>
    public TimeProvider Present { get; } = present;

    /// <summary>What the capture lacks, or what was assumed about it.</summary>
    public IReadOnlyList<string> Notes { get; } = notes;

    public void Dispose() => body?.Dispose();
}
