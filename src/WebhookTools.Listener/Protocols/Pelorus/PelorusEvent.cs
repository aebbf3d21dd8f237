using System.Buffers;
using System.Collections.Frozen;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>The constants of Pelorus' webhooks.</summary>
internal static class PelorusEvents
{
    public const string CommitTime = "committime";
    public const string DeployTime = "deploytime";
    public const string Failure = "failure";
    public const string Ping = "ping";
    public const string Created = "created";
    public const string Resolved = "resolved";

    public static FrozenSet<string> All { get; } = new[] { CommitTime, DeployTime, Failure, Ping }.ToFrozenSet(StringComparer.Ordinal);

    public static SearchValues<char> HexDigits { get; } = SearchValues.Create("0123456789abcdefABCDEF");

    public static SearchValues<char> LowerHexDigits { get; } = SearchValues.Create("0123456789abcdef");
}

/// <summary>A valid event.</summary>
internal sealed record PelorusEvent
{
    /// <summary>The size of an object with empty strings and its place among the event times, in bytes.</summary>
    private const int FixedSize = 400;

    public required string Name { get; init; }

    public required string App { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public required long Timestamp { get; init; }

    public string? Namespace { get; init; }

    public string? ImageSha { get; init; }

    public string? CommitHash { get; init; }

    public string? FailureId { get; init; }

    public string? FailureEvent { get; init; }

    /// <summary>The approximate memory size in bytes.</summary>
    public long Size => FixedSize + (sizeof(char) * (
        App.Length + (Namespace?.Length ?? 0L) + (ImageSha?.Length ?? 0) + (CommitHash?.Length ?? 0) + (FailureId?.Length ?? 0)));

    public DateTimeOffset Time => DateTimeOffset.FromUnixTimeSeconds(Timestamp);

    /// <summary>The labels of the event's metric, in Pelorus' order.</summary>
    public KeyValuePair<string, object?>[] Labels => Name switch
    {
        PelorusEvents.Failure => [new("app", App), new("failure_id", FailureId)],
        PelorusEvents.CommitTime => [new("app", App), new("namespace", Namespace), new("image_sha", ImageSha), new("commit_hash", CommitHash)],
        _ => [new("app", App), new("namespace", Namespace), new("image_sha", ImageSha)],
    };
}
