using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>What is measured side by side, in one go.</summary>
internal abstract class Comparison
{
    /// <summary>The word that runs it alone.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>The programs that it needs.</summary>
    public abstract IReadOnlyList<string> Tools { get; }

    public abstract Task<Section> MeasureAsync(Workbench bench);
}
