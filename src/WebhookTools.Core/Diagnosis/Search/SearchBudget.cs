namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>How much may still be tried.</summary>
internal sealed class SearchBudget
{
    /// <summary>From here on a body is large: making its changed forms takes longer than their signatures.</summary>
    private const long LargeBody = 256 * 1024;

    /// <summary>Up to here each change alone takes no more than a fraction of a second, and may take all of it.</summary>
    private const long LargestAlone = 1024 * 1024;

    private static readonly TimeSpan ForLargeBody = TimeSpan.FromMilliseconds(750);

    /// <summary>Changes alone may take a little more of the second than pairs, so that these do not begin when there is no time for them.</summary>
    private static readonly TimeSpan ForLargeBodyAlone = TimeSpan.FromMilliseconds(900);

    private static readonly TimeSpan ForSmallBody = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly TimeSpan _time;
    private readonly int _maximumCombinations;
    private readonly TimeSpan _timeAlone;

    public SearchBudget(DiagnosisOptions options, long bodyLength, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _time = options.TimeBudget ?? (bodyLength < LargeBody ? ForSmallBody : ForLargeBody);
        _maximumCombinations = options.MaximumCombinations;
        _timeAlone = options.TimeBudget is null && bodyLength is >= LargeBody and <= LargestAlone ? ForLargeBodyAlone : _time;
    }

    /// <summary>How many signatures were made.</summary>
    public int Combinations { get; private set; }

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_start);

    /// <summary>Whether a limit is reached.</summary>
    public bool IsSpent => IsCountSpent || Elapsed >= _time;

    /// <summary>Whether a limit is reached that holds for a change alone too.</summary>
    public bool IsSpentAlone => IsCountSpent || Elapsed >= _timeAlone;

    private bool IsCountSpent => Combinations >= _maximumCombinations;

    /// <summary>Counts a signature.</summary>
    public void Count() => Combinations++;
}
