namespace WebhookTools.Listener.Reports;

/// <summary>What is known of one alert: its last notice, and when its status was told.</summary>
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

    /// <summary>The namespace in its labels, or what stands for none.</summary>
    public string Namespace => Labels.FirstOrDefault(label => string.Equals(label.Key, "namespace", StringComparison.Ordinal)).Value ?? "Unknown";
}
