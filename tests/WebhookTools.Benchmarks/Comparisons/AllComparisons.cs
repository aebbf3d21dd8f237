namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>Every comparison, in the order of the report.</summary>
internal static class AllComparisons
{
    public static IReadOnlyList<Comparison> List { get; } =
    [
        new ListenerComparison(),
        new MemoryComparison(),
        new SendingComparison(),
        new FlattenComparison(),
        new SigningComparison(),
        new ImportComparison(),
        new ColdStartComparison(),
        new JournalReadingComparison(),
    ];
}
