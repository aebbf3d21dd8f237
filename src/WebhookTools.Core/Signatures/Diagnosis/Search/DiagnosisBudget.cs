namespace WebhookTools.Core.Signatures.Diagnosis.Search;

/// <summary>How much may still be tried.</summary>
internal sealed class DiagnosisBudget
{
    /// <summary>From here on a body is large: making its changed forms takes longer than their signatures.</summary>
    private const long LargeBody = 256 * 1024;

    /// <summary>Up to here each change alone is tried, whatever time it takes: that is a fraction of a second.</summary>
    private const long LargestAlone = 1024 * 1024;

    private static readonly TimeSpan ForLargeBody = TimeSpan.FromMilliseconds(750);

    private static readonly TimeSpan ForSmallBody = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _timeProvider;
    private readonly long _start;
    private readonly TimeSpan _time;
    private readonly int _maximumCombinations;
    private readonly bool _isAloneTimed;

    public DiagnosisBudget(DiagnosisOptions options, long bodyLength, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _start = timeProvider.GetTimestamp();
        _time = options.TimeBudget ?? (bodyLength < LargeBody ? ForSmallBody : ForLargeBody);
        _maximumCombinations = options.MaximumCombinations;
        _isAloneTimed = bodyLength > LargestAlone;
    }

    /// <summary>How many signatures were made.</summary>
    public int Combinations { get; private set; }

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => _timeProvider.GetElapsedTime(_start);

    /// <summary>Whether a limit is reached.</summary>
    public bool IsSpent => IsCountSpent || Elapsed >= _time;

    /// <summary>Whether a limit is reached that holds for a change alone too.</summary>
    public bool IsSpentAlone => _isAloneTimed ? IsSpent : IsCountSpent;

    private bool IsCountSpent => Combinations >= _maximumCombinations;

    /// <summary>Counts a signature.</summary>
    public void Count() => Combinations++;
}
