namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>The remaining time and number of combinations of a search.</summary>
internal sealed class SearchBudget
{
    /// <summary>From this length on, transforming a body takes longer than signing it.</summary>
    private const long LargeBody = 256 * 1024;

    /// <summary>Up to this length, all single changes complete within a second.</summary>
    private const long LargestForSingles = 1024 * 1024;

    private static readonly TimeSpan ForLargeBody = TimeSpan.FromMilliseconds(750);

    /// <summary>Single changes get slightly more time, so that pairs do not start without enough time left.</summary>
    private static readonly TimeSpan ForLargeBodySingles = TimeSpan.FromMilliseconds(900);

    private static readonly TimeSpan ForSmallBody = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly TimeSpan _time;
    private readonly int _maximumCombinations;
    private readonly TimeSpan _singlesTime;

    public SearchBudget(DiagnosisOptions options, long bodyLength, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _time = options.TimeBudget ?? (bodyLength < LargeBody ? ForSmallBody : ForLargeBody);
        _maximumCombinations = options.MaximumCombinations;
        _singlesTime = options.TimeBudget is null && bodyLength is >= LargeBody and <= LargestForSingles ? ForLargeBodySingles : _time;
    }

    /// <summary>The number of signatures computed so far.</summary>
    public int Combinations { get; private set; }

    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_start);

    /// <summary>True if a limit is reached.</summary>
    public bool IsSpent => IsCountSpent || Elapsed >= _time;

    /// <summary>True if a limit for single changes is reached.</summary>
    public bool IsSpentForSingles => IsCountSpent || Elapsed >= _singlesTime;

    private bool IsCountSpent => Combinations >= _maximumCombinations;

    public void Count() => Combinations++;
}
