namespace WebhookTools.Listener.Journal.Reading;

/// <summary>Which alerts to read. Every condition that is given must hold; names are wildcards (<c>*</c>, <c>?</c>), in any case.</summary>
public sealed record AlertQuery
{
    /// <summary>All alerts.</summary>
    public static AlertQuery All { get; } = new();

    /// <summary>Received at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Received before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The protocol's name.</summary>
    public string? Protocol { get; init; }

    /// <summary>The alert's name.</summary>
    public string? Name { get; init; }

    /// <summary>The alert's status.</summary>
    public string? Status { get; init; }

    /// <summary>The alert's severity.</summary>
    public string? Severity { get; init; }

    /// <summary>The alert's fingerprint.</summary>
    public string? Fingerprint { get; init; }
}
