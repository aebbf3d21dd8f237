namespace WebhookTools.Benchmarks.Measuring;

/// <summary>What a figure is: its name with its unit, and how its numbers are written.</summary>
internal sealed record Figure(string Name, string Format);
