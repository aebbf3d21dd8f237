namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>A valid event.</summary>
internal sealed record PelorusEvent
{
    public required string Name { get; init; }

    public required string App { get; init; }

    public required long Timestamp { get; init; }

    public string? Namespace { get; init; }

    public string? ImageSha { get; init; }

    public string? CommitHash { get; init; }

    public string? FailureId { get; init; }

    public string? FailureEvent { get; init; }

    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    /// <summary>What tells events of its kind apart, in the order of Pelorus' metrics.</summary>
    public KeyValuePair<string, object?>[] Labels => Name switch
    {
        PelorusEvents.Failure => [new("app", App), new("failure_id", FailureId)],
        PelorusEvents.CommitTime => [new("app", App), new("namespace", Namespace), new("image_sha", ImageSha), new("commit_hash", CommitHash)],
        _ => [new("app", App), new("namespace", Namespace), new("image_sha", ImageSha)],
    };
}
