namespace WebhookTools.Listener.Reports;

/// <summary>The latest state of an alert.</summary>
internal sealed record AlertReport
{
    /// <summary>The size of an object with empty strings and its place in the store, in bytes.</summary>
    private const int FixedSize = 800;

    /// <summary>The size of a member with two empty strings, in bytes.</summary>
    private const int MemberSize = 64;

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

    /// <summary>The approximate memory size in bytes.</summary>
    public long Size => FixedSize + SizeOf(Labels) + SizeOf(Annotations) + (sizeof(char) * (
        Fingerprint.Length + (Name?.Length ?? 0L) + (Status?.Length ?? 0) + (Severity?.Length ?? 0) + (Summary?.Length ?? 0)));

    /// <summary>The value of the label <c>namespace</c>, or "Unknown".</summary>
    public string Namespace => Labels.FirstOrDefault(label => string.Equals(label.Key, "namespace", StringComparison.Ordinal)).Value ?? "Unknown";

    private static long SizeOf(IReadOnlyList<KeyValuePair<string, string>> members) =>
        members.Sum(member => MemberSize + (sizeof(char) * ((long)member.Key.Length + member.Value.Length)));
}

/// <summary>A notification about an alert, as its history keeps it.</summary>
internal sealed record AlertNotification(string Id, DateTimeOffset ReceivedAt, string? Status, DateTimeOffset? StartsAt, DateTimeOffset? EndsAt)
{
    /// <summary>The size of an object with empty strings, in bytes.</summary>
    private const int FixedSize = 200;

    /// <summary>The approximate memory size in bytes.</summary>
    public long Size => FixedSize + (sizeof(char) * (Id.Length + (Status?.Length ?? 0L)));
}
