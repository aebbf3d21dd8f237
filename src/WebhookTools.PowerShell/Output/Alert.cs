using System.Collections.Specialized;
using System.Management.Automation;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Listener;

namespace WebhookTools.PowerShell.Output;

/// <summary>An alert in a form that is common to all protocols.</summary>
public sealed class Alert
{
    private readonly WebhookAlert _alert;

    private Alert(WebhookAlert alert)
    {
        _alert = alert;
        Id = alert.Id;
        ReceivedAt = alert.ReceivedAt;
        Protocol = alert.Protocol;
        Event = alert.Event;
        Name = alert.Name;
        Status = alert.Status;
        Severity = alert.Severity;
        Fingerprint = alert.Fingerprint;
        Summary = alert.Summary;
        Labels = OrderedMembers.Labels(alert.Labels);
        Annotations = OrderedMembers.Labels(alert.Annotations);
        StartsAt = alert.StartsAt;
        EndsAt = alert.EndsAt;
    }

    /// <summary>The id, which sorts by time: the id of the journal line, a period, and the index of the alert in the line.</summary>
    public string Id { get; }

    /// <summary>The time of receipt.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The protocol name.</summary>
    public string Protocol { get; }

    /// <summary>The event name, or null.</summary>
    public string? Event { get; }

    /// <summary>The alert name, or null.</summary>
    public string? Name { get; }

    /// <summary>The status as the protocol names it, for example firing, resolved, ALARM or OK.</summary>
    public string? Status { get; }

    /// <summary>The severity as the sender names it, or null.</summary>
    public string? Severity { get; }

    /// <summary>The key that identifies the same alert over time, or null if the protocol has none.</summary>
    public string? Fingerprint { get; }

    /// <summary>A one-line description, or null.</summary>
    public string? Summary { get; }

    /// <summary>The labels, or the dimensions of the protocol.</summary>
    public OrderedDictionary Labels { get; }

    /// <summary>The annotations.</summary>
    public OrderedDictionary Annotations { get; }

    /// <summary>The start time, or null.</summary>
    public DateTimeOffset? StartsAt { get; }

    /// <summary>The end time, or null if the alert has not ended.</summary>
    public DateTimeOffset? EndsAt { get; }

    /// <summary>The complete payload as JSON text, or null if it is not JSON.</summary>
    public string? Body => _alert.Body;

    /// <summary>Returns the alert in the core's form.</summary>
    internal WebhookAlert ToCore() => _alert;

    /// <summary>The id of the journal line.</summary>
    internal string WebhookId => Id.LastIndexOf('.') is var dot and > 0 ? Id[..dot] : Id;

    /// <summary>Returns the alert that PowerShell may have wrapped, or null if the value is not an alert.</summary>
    internal static Alert? Of(object? value) => value as Alert ?? (value as PSObject)?.BaseObject as Alert;

    internal static Alert From(WebhookAlert alert) => new(alert);

    /// <summary>Returns the request that contained the alert, or null if it is not known.</summary>
    /// <exception cref="Core.WebhookException">The journal line is damaged.</exception>
    internal CapturedRequest? GetRequest() => _alert.GetRequest();
}
