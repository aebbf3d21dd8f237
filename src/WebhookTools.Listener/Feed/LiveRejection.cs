namespace WebhookTools.Listener.Feed;

/// <summary>A request that was refused, and how often the same was. The reason is for whoever may read the page; it never holds a secret.</summary>
internal sealed record LiveRejection
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required string Remote { get; init; }

    public required int Status { get; init; }

    public required string Reason { get; init; }

    /// <summary>When the last one was.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The same for all that are alike.</summary>
    public long Id { get; init; }

    /// <summary>How many are alike.</summary>
    public long Count { get; init; } = 1;

    /// <summary>Later in order than all changes before.</summary>
    public long Version { get; init; }

    public bool IsLike(LiveRejection other) =>
        Status == other.Status
        && string.Equals(Path, other.Path, StringComparison.Ordinal)
        && string.Equals(Remote, other.Remote, StringComparison.Ordinal)
        && string.Equals(Method, other.Method, StringComparison.Ordinal)
        && string.Equals(Reason, other.Reason, StringComparison.Ordinal);
}
