namespace WebhookTools.Listener.Journal.Reading;

/// <summary>The conditions for reading alerts. All conditions that are set must match. Names are case-insensitive and accept wildcards (<c>*</c>, <c>?</c>).</summary>
public sealed record AlertQuery
{
    /// <summary>A query that matches all alerts.</summary>
    public static AlertQuery All { get; } = new();

    /// <summary>The earliest time of receipt, inclusive.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest time of receipt, exclusive.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The protocol name.</summary>
    public string? Protocol { get; init; }

    /// <summary>The alert name.</summary>
    public string? Name { get; init; }

    /// <summary>The alert status.</summary>
    public string? Status { get; init; }

    /// <summary>The alert severity.</summary>
    public string? Severity { get; init; }

    /// <summary>The alert fingerprint.</summary>
    public string? Fingerprint { get; init; }
}
