using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Hosting;

namespace WebhookTools.Listener.Protocols;

/// <summary>What a protocol found in a webhook: alerts and the reply once they are kept, or the reply that refuses it.</summary>
internal sealed record WebhookReading
{
    private WebhookReading()
    {
    }

    /// <summary>Whether it is to be kept.</summary>
    public required bool IsAccepted { get; init; }

    /// <summary>What is answered: for an accepted one only after it is kept.</summary>
    public required Reply Reply { get; init; }

    /// <summary>Why it was refused, for the operator; empty where it was not.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>Whether the body is JSON. A protocol that takes another form says so.</summary>
    public bool IsJson { get; init; } = true;

    /// <summary>Called once it, or what it repeats, is on disk.</summary>
    public Action? OnKept { get; init; }

    /// <summary>The event's name, or null.</summary>
    public string? Event { get; init; }

    /// <summary>The alerts in it; their Body is not set here.</summary>
    public IReadOnlyList<WebhookAlert> Alerts { get; init; } = [];

    public static WebhookReading Accepted(Reply reply, IReadOnlyList<WebhookAlert> alerts, string? eventName = null) =>
        new() { IsAccepted = true, Reply = reply, Alerts = alerts, Event = eventName };

    /// <summary>Refused with 400 and what is wrong, told to the sender and the operator alike.</summary>
    public static WebhookReading BadRequest(string error) => Refused(Reply.Detail(StatusCodes.Status400BadRequest, error), error);

    public static WebhookReading Refused(Reply reply, string reason) => new() { IsAccepted = false, Reply = reply, Reason = reason };
}
