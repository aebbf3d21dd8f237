using WebhookTools.Core.Capture;

namespace WebhookTools.Core.Alerts;

/// <summary>A webhook that is in the journal, for the alerts that came in it. What is made of it is made when it is first asked for, once for all of them.</summary>
public abstract class OriginalWebhook
{
    private CapturedRequest? _request;
    private string? _text;

    /// <summary>The body's length in bytes.</summary>
    public abstract int Length { get; }

    /// <summary>Who sent it; null where that is not known.</summary>
    public abstract string? Remote { get; }

    /// <summary>What was found of its signature, in the journal's words; null where that is not known.</summary>
    public abstract string? Signature { get; }

    /// <summary>The body as JSON text; null where it is not JSON.</summary>
    public string? Text => _text ??= ReadText();

    /// <summary>The request.</summary>
    /// <exception cref="CaptureException">It cannot be read.</exception>
    public CapturedRequest GetRequest() => _request ??= ReadRequest();

    /// <summary>Reads the body as text.</summary>
    protected abstract string? ReadText();

    /// <summary>Reads the request.</summary>
    /// <exception cref="CaptureException">The stored request is damaged.</exception>
    protected abstract CapturedRequest ReadRequest();
}
