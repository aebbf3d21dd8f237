namespace WebhookTools.Listener.Reports;

/// <summary>The latest state of an alert.</summary>
internal sealed record AlertReport
{
    public required string Fingerprint { get; init; }

    public required string Protocol { get; init; }

    public string? Name { get; init; }

    public string? Status { get; init; }

    public string? Severity { get; init; }

    public string? Summary { get; init; }

    public required DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset? StartsAt { get; init; }

    public DateTimeOffset? EndsAt { get; init; }

    public IReadOnlyList<KeyValuePair<string, string>> Labels { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Annotations { get; init; } = [];

    /// <summary>The value of the label <c>namespace</c>, or "Unknown".</summary>
    public string Namespace => Labels.FirstOrDefault(label => string.Equals(label.Key, "namespace", StringComparison.Ordinal)).Value ?? "Unknown";
}

/// <summary>A notification about an alert, as its history keeps it.</summary>
internal sealed record AlertNotification(string Id, DateTimeOffset ReceivedAt, string? Status, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt);
