using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Reporting;

/// <summary>What one comparison found.</summary>
internal sealed record Section
{
    /// <summary>What was done, and what was looked at besides the figures.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>What was run, as anyone can type it.</summary>
    public IReadOnlyList<string> Commands { get; init; } = [];

    public Results Results { get; init; } = new();

    public IReadOnlyList<Bar> Bars { get; init; } = [];
}
