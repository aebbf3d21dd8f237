namespace WebhookTools.Listener.Feed;

/// <summary>A rejected request on the live page, and the number of equal requests. The reason never contains a secret.</summary>
internal sealed record LiveRejection
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required string Remote { get; init; }

    public required int Status { get; init; }

    public required string Reason { get; init; }

    /// <summary>The time of the latest equal request.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The id, which equal requests share.</summary>
    public long Id { get; init; }

    /// <summary>The number of equal requests.</summary>
    public long Count { get; init; } = 1;

    /// <summary>The version, which increases with each change.</summary>
    public long Version { get; init; }

    public bool IsSameAs(LiveRejection other) =>
        Status == other.Status
        && string.Equals(Path, other.Path, StringComparison.Ordinal)
        && string.Equals(Remote, other.Remote, StringComparison.Ordinal)
        && string.Equals(Method, other.Method, StringComparison.Ordinal)
        && string.Equals(Reason, other.Reason, StringComparison.Ordinal);
}
