using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Listener.Deduplication;

/// <summary>
/// A notification's claim to be the first to report its new alerts. Notifications of the same alerts, and replays of the same message,
/// wait for it, because a duplicate is acknowledged only once the first one is in the journal.
/// </summary>
/// <param name="newAlerts">The alerts that are not repeats.</param>
/// <param name="repeatedId">The id of the journal entry that the notification repeats, or null if its message or an alert is new.</param>
/// <param name="reports">What the claim adds to the memory.</param>
internal sealed class DeduplicationClaim(IReadOnlyList<WebhookAlert> newAlerts, string? repeatedId, IReadOnlyList<MarkReport> reports)
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public IReadOnlyList<WebhookAlert> NewAlerts { get; } = newAlerts;

    public string? RepeatedId { get; } = repeatedId;

    public IReadOnlyList<MarkReport> Reports { get; } = reports;

    /// <summary>Completes when the claim is committed or abandoned.</summary>
    public Task Ended => _ended.Task;

    public void End() => _ended.TrySetResult();
}

/// <summary>
/// Finds alerts that were already reported within the window, and signed messages that are replayed within the tolerance. A duplicate
/// has the fingerprint <em>and</em> the content of the last report: firing, resolved, firing within a minute are three reports, and so
/// are three summaries, because a change must never be lost. A notification of several alerts is journaled with its new ones if there
/// are any, otherwise it is a duplicate. The window starts with the first report; duplicates do not extend it. Memory is limited: beyond
/// <see cref="MarkMemory.MaximumReports"/> the oldest alert or message is forgotten and its duplicate is journaled.
/// </summary>
internal sealed class Deduplicator(ListenerOptions options, TimeProvider timeProvider)
{
    /// <summary>The time for which a signed message is valid if its scheme does not limit it.</summary>
    private static readonly TimeSpan UsualTolerance = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private readonly MarkMemory _alerts = new(options.DeduplicationWindow, timeProvider);
    private readonly MarkMemory _messages = new(MessageWindowOf(options), timeProvider);

    /// <summary>True unless repeated alerts are journaled.</summary>
    public bool ComparesAlerts => _alerts.Window > TimeSpan.Zero;

    /// <summary>The time for which marks are remembered.</summary>
    public TimeSpan Window => _alerts.Window > _messages.Window ? _alerts.Window : _messages.Window;

    /// <summary>The number of remembered alerts and messages.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _alerts.Count + _messages.Count;
            }
        }
    }

    /// <summary>Claims a notification's message and alerts. The caller ends the claim by <see cref="Commit"/> or <see cref="Abandon"/>.</summary>
    /// <param name="id">The id of the journal entry that the notification is to become.</param>
    /// <param name="message">The mark of the message, or null if its signature covers no id.</param>
    /// <param name="marks">The marks of the alerts, in their order.</param>
    public async ValueTask<DeduplicationClaim> ClaimAsync(string id, Mark? message, IReadOnlyList<WebhookAlert> alerts, IReadOnlyList<Mark?> marks, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task pending;
            lock (_gate)
            {
                if (FindPending(message, marks) is not { } other)
                {
                    return Claim(id, message, alerts, marks);
                }

                pending = other.Ended;
            }

            // A waiting notification holds no claim, so two notifications never wait for each other.
            await pending.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends a claim whose alerts are in the journal. From now on their duplicates are acknowledged.</summary>
    public void Commit(DeduplicationClaim claim)
    {
        lock (_gate)
        {
            foreach (MarkReport report in claim.Reports)
            {
                report.Pending = null;
            }
        }

        claim.End();
    }

    /// <summary>Ends a claim whose alerts are not in the journal. The next notification of them is the first.</summary>
    public void Abandon(DeduplicationClaim claim)
    {
        lock (_gate)
        {
            foreach (MarkReport report in claim.Reports)
            {
                MemoryOf(report.Mark).Remove(report);
                report.Pending = null;
            }
        }

        claim.End();
    }

    /// <summary>Remembers what earlier runs added to the journal. Call it before the first claim.</summary>
    /// <param name="entries">The entries, newest first. Those beyond the memory's limits are not read.</param>
    public async Task RestoreAsync(IAsyncEnumerable<MarkedEntry> entries, CancellationToken cancellationToken)
    {
        var found = new List<(MarkedEntry Entry, Mark Mark)>();
        try
        {
            await foreach (MarkedEntry entry in entries.WithCancellation(cancellationToken))
            {
                foreach (string text in entry.Marks)
                {
                    if (Mark.TryParse(text, out Mark mark))
                    {
                        found.Add((entry, mark));
                    }
                }

                if (found.Count >= 2 * MarkMemory.MaximumReports)
                {
                    break;
                }
            }
        }
        finally
        {
            // What was read before an older file turned out to be damaged counts as well.
            Restore(found);
        }
    }

    /// <summary>A signature is valid from the tolerance before its timestamp to the tolerance after it.</summary>
    private static TimeSpan MessageWindowOf(ListenerOptions options)
    {
        TimeSpan? tolerance = options.SignatureOptions.Tolerance ?? options.Scheme?.DefaultTolerance;
        return 2 * (tolerance is { } limit && limit > TimeSpan.Zero ? limit : UsualTolerance);
    }

    /// <param name="newestFirst">The marks. Of two with the same key, the newer one counts.</param>
    private void Restore(List<(MarkedEntry Entry, Mark Mark)> newestFirst)
    {
        newestFirst.Reverse();
        lock (_gate)
        {
            foreach ((MarkedEntry entry, Mark mark) in newestFirst.OrderBy(one => one.Entry.ReceivedAt))
            {
                MemoryOf(mark).Restore(mark, entry.Id, entry.ReceivedAt);
            }
        }
    }

    private MarkMemory MemoryOf(Mark mark) => mark.IsMessage ? _messages : _alerts;

    private DeduplicationClaim? FindPending(Mark? message, IReadOnlyList<Mark?> marks)
    {
        DeduplicationClaim? pending = message is { } replayed ? _messages.Find(replayed)?.Pending : null;
        for (int index = 0; index < marks.Count && pending is null; index++)
        {
            pending = marks[index] is { } mark ? _alerts.Find(mark)?.Pending : null;
        }

        return pending;
    }

    private DeduplicationClaim Claim(string id, Mark? message, IReadOnlyList<WebhookAlert> alerts, IReadOnlyList<Mark?> marks)
    {
        if (message is { } replayed && _messages.Find(replayed) is { } original)
        {
            return new DeduplicationClaim([], original.EntryId, []);
        }

        var reports = new List<MarkReport>(marks.Count + 1);
        string? repeatedId = null;
        var newAlerts = new List<WebhookAlert>(alerts.Count);
        for (int index = 0; index < alerts.Count; index++)
        {
            if (marks[index] is { } mark)
            {
                if (_alerts.Find(mark) is { } earlier)
                {
                    repeatedId ??= earlier.EntryId;
                    continue;
                }

                reports.Add(_alerts.Add(mark, id));
            }

            newAlerts.Add(alerts[index]);
        }

        repeatedId = newAlerts.Count == 0 ? repeatedId : null;
        if (message is { } first)
        {
            reports.Add(_messages.Add(first, repeatedId ?? id));
        }

        var claim = new DeduplicationClaim(newAlerts, repeatedId, reports);
        foreach (MarkReport report in reports)
        {
            report.Pending = claim;
        }

        return claim;
    }
}
