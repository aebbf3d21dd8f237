using WebhookTools.Core.Alerts;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Messages;

namespace WebhookTools.Listener.Protocols;

/// <summary>
/// The protocol of one kind of sender: its paths, validation, responses and alerts. A class contains everything specific to its
/// protocol. A line in <see cref="ProtocolRegistry"/> adds it to the listener.
/// </summary>
internal abstract class WebhookProtocol
{
    /// <summary>The name in options, the journal and alerts, in lower case.</summary>
    public abstract string Name { get; }

    /// <summary>The default paths. A last segment <c>*</c> matches any one segment.</summary>
    public abstract IReadOnlyList<string> Paths { get; }

    /// <summary>
    /// True if a repeated alert has the same body. False if a body holds several alerts, or members that change without being news;
    /// then only what <see cref="WebhookAlert"/> shows is compared.
    /// </summary>
    public virtual bool RepeatsBodies => true;

    /// <summary>The response while the journal cannot store a webhook.</summary>
    public virtual WebhookResponse Unavailable => StandardResponses.JournalUnavailable;

    /// <summary>Returns the paths to serve: those that the options set for the protocol, otherwise <see cref="Paths"/>.</summary>
    public virtual IEnumerable<string> GetPaths(ListenerOptions options) =>
        options.Routes.FirstOrDefault(route => route.Key.Equals(Name, StringComparison.OrdinalIgnoreCase)).Value ?? Paths;

    /// <summary>Rejects what the protocol rejects before it verifies the signature. Returns null to go on.</summary>
    public virtual WebhookReading? CheckBeforeSignature(IncomingWebhook webhook) => null;

    /// <summary>Returns the scheme that the protocol's senders sign with if the operator configured that scheme.</summary>
    public virtual SignatureScheme SchemeFor(SignatureScheme configured) => configured;

    /// <summary>Returns the response to a signature that does not match. It never says why.</summary>
    public virtual WebhookResponse InvalidSignature(SignatureVerification verification) => StandardResponses.InvalidSignature;

    /// <summary>Reads an authenticated webhook.</summary>
    public abstract WebhookReading Read(IncomingWebhook webhook);

    /// <summary>Called after a response to one of the protocol's requests, for the protocol's own metrics.</summary>
    public virtual void OnResponded(int status, TimeSpan elapsed)
    {
    }
}

/// <summary>What a protocol read from a webhook: alerts and the response once they are stored, or a rejection.</summary>
internal sealed record WebhookReading
{
    private WebhookReading()
    {
    }

    /// <summary>True if the webhook is to be stored.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>The response. To an accepted webhook it is sent only once the webhook is stored.</summary>
    public required WebhookResponse Response { get; init; }

    /// <summary>Why the webhook was rejected, for the operator; empty if it was accepted.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>True if the body is JSON.</summary>
    public bool IsJson { get; init; } = true;

    /// <summary>Called once the webhook, or the one that it duplicates, is stored.</summary>
    public Action? OnStored { get; init; }

    /// <summary>The event's name, or null.</summary>
    public string? Event { get; init; }

    /// <summary>The alerts, without their bodies.</summary>
    public IReadOnlyList<WebhookAlert> Alerts { get; init; } = [];

    public static WebhookReading Accepted(WebhookResponse response, IReadOnlyList<WebhookAlert> alerts, string? eventName = null) =>
        new() { IsAccepted = true, Response = response, Alerts = alerts, Event = eventName };

    /// <summary>Rejects a webhook with status 400 and an error that both the sender and the operator see.</summary>
    public static WebhookReading BadRequest(string error) => Rejected(WebhookResponse.Detail(400, error), error);

    public static WebhookReading Rejected(WebhookResponse response, string reason) => new() { IsAccepted = false, Response = response, Reason = reason };
}
