using WebhookTools.Benchmarks.Measuring;

namespace WebhookTools.Benchmarks.Comparisons;

/// <summary>A receiver that runs, and what is known of its replies.</summary>
/// <param name="Command">Its command, to be shown.</param>
/// <param name="Tally">Counts what it kept, where it keeps anything.</param>
internal sealed record Receiver(string Name, Command Command, string Uri, Server Server, JournalTally? Tally)
{
    public long Accepted { get; private set; }

    public long Refused { get; private set; }

    public long Broken { get; private set; }

    /// <summary>Takes down what went wrong, and proves that what was accepted is in the journal.</summary>
    public void Note(WrkResult result)
    {
        Accepted += result.Accepted;
        Refused += result.Refused;
        Broken += result.Broken;
        if (Tally?.Count() is long lines && (lines < result.Accepted || lines > result.Accepted + Wrk.Connections))
        {
            throw new InvalidOperationException($"{Name} answered {result.Accepted} alarms with 2xx and kept {lines}.");
        }
    }
}
