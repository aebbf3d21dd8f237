namespace WebhookTools.Listener.Reports;

/// <summary>One notice of an alert in its report's history.</summary>
internal sealed record AlertNotice(string Id, DateTimeOffset ReceivedAt, string? Status, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt);
