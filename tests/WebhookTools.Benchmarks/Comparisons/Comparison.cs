using WebhookTools.Benchmarks.Measuring;
using WebhookTools.Benchmarks.Reporting;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>A section of the report: contestants that are measured side by side.</summary>
internal abstract class Comparison
{
    /// <summary>All comparisons, in the order of the report.</summary>
    public static IReadOnlyList<Comparison> All { get; } =
    [
        new ListenerComparison(),
        new MemoryComparison(),
        new SendingComparison(isTls: true),
        new SendingComparison(isTls: false),
        new ColdStartComparison(),
        new FlattenComparison(),
        new SigningComparison(),
        new ImportComparison(),
        new JournalReadingComparison(),
    ];

    /// <summary>The argument that selects the comparison.</summary>
    public abstract string Name { get; }

    public abstract string Title { get; }

    /// <summary>The programs that it requires.</summary>
    public abstract IReadOnlyList<string> Tools { get; }

    public abstract Task<Section> MeasureAsync(Workbench bench);
}
