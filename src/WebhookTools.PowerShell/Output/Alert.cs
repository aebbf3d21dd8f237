using System.Collections.Specialized;
using System.Management.Automation;
using WebhookTools.Core.Alerts;
using WebhookTools.Core.Capture;
using WebhookTools.Listener;

namespace WebhookTools.PowerShell.Output;

/// <summary>An alert, whatever protocol it came by.</summary>
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

    /// <summary>The id of its journal line, and behind a dot its number in it: sortable by time.</summary>
    public string Id { get; }

    /// <summary>When it was received.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The protocol's name.</summary>
    public string Protocol { get; }

    /// <summary>The event's name, or null.</summary>
    public string? Event { get; }

    /// <summary>What the alert is called, or null.</summary>
    public string? Name { get; }

    /// <summary>Its status in the protocol's own words: firing, resolved, ALARM, OK.</summary>
    public string? Status { get; }

    /// <summary>Its severity in the sender's own words, or null.</summary>
    public string? Severity { get; }

    /// <summary>What is the same for the same alert over time, or null where the protocol has nothing such.</summary>
    public string? Fingerprint { get; }

    /// <summary>One line for people, or null.</summary>
    public string? Summary { get; }

    /// <summary>The labels, or the protocol's dimensions.</summary>
    public OrderedDictionary Labels { get; }

    /// <summary>The annotations.</summary>
    public OrderedDictionary Annotations { get; }

    /// <summary>Since when, or null.</summary>
    public DateTimeOffset? StartsAt { get; }

    /// <summary>Until when, or null while it lasts.</summary>
    public DateTimeOffset? EndsAt { get; }

    /// <summary>The whole payload as JSON text; null if it was not JSON.</summary>
    public string? Body => _alert.Body;

    /// <summary>About how long the body is, in bytes.</summary>
    internal int BodyLength => _alert.GetBodyLength();

    /// <summary>What names its webhook: the id of the journal's line.</summary>
    internal string WebhookId => Id.LastIndexOf('.') is var dot and > 0 ? Id[..dot] : Id;

    /// <summary>The alert that an argument is, however PowerShell wrapped it; null where it is something else.</summary>
    internal static Alert? Of(object? value) => value as Alert ?? (value as PSObject)?.BaseObject as Alert;

    /// <summary>The core's alert in a type that scripts know the members of.</summary>
    internal static Alert From(WebhookAlert alert) => new(alert);

    /// <summary>The request that it came in.</summary>
    /// <exception cref="Core.WebhookException">The log's line is damaged.</exception>
    internal CapturedRequest? GetRequest() => _alert.GetRequest();
}
