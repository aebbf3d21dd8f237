using WebhookTools.Core.Capture;

namespace WebhookTools.Core.Alerts;

/// <summary>
/// The webhook that alerts were received in. The alerts of one webhook share it, so that its text and its request are created once,
/// when they are first requested.
/// </summary>
public abstract class OriginalWebhook
{
    private CapturedRequest? _request;
    private string? _text;

    /// <summary>The approximate memory size in bytes, without the text that <see cref="Text"/> creates.</summary>
    public abstract long Size { get; }

    /// <summary>The sender's address, or null if it is unknown.</summary>
    public abstract string? Remote { get; }

    /// <summary>The result of the signature's verification in the journal's words, or null if it is unknown.</summary>
    public abstract string? Signature { get; }

    /// <summary>The body as JSON text, or null if it is not JSON.</summary>
    public string? Text => _text ??= ReadText();

    /// <summary>Returns the request.</summary>
    /// <exception cref="CaptureException">The journal line is damaged.</exception>
    public CapturedRequest GetRequest() => _request ??= ReadRequest();

    /// <summary>Reads the body as text.</summary>
    protected abstract string? ReadText();

    /// <summary>Reads the request.</summary>
    /// <exception cref="CaptureException">The journal line is damaged.</exception>
    protected abstract CapturedRequest ReadRequest();
}
