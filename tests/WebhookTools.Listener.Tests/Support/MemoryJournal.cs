using System.Globalization;
using System.Runtime.CompilerServices;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Intake;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Reading;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>A journal in memory that a test can block or make fail.</summary>
internal sealed class MemoryJournal : IJournal
{
    private readonly Lock _gate = new();
    private readonly List<JournalEntry> _entries = [];
    private int _ids;

    /// <summary>If set, every append waits for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public bool IsFull { get; set; }

    /// <summary>Called when an append fails because the journal is full.</summary>
    public Action? Failed { get; set; }

    public bool IsHealthy { get; set; } = true;

    public JournalStatistics? Statistics => null;

    public bool IsDisposed { get; private set; }

    public int Appending { get; private set; }

    /// <summary>The alerts of an earlier run.</summary>
    public IReadOnlyList<WebhookAlert> Earlier { get; init; } = [];

    /// <summary>The entries of an earlier run by which repeats are recognized.</summary>
    public IReadOnlyList<JournalEntry> EarlierEntries { get; init; } = [];

    public IReadOnlyList<JournalEntry> Entries
    {
        get
        {
            lock (_gate)
            {
                return [.. _entries];
            }
        }
    }

    public JournalEntry Single => Assert.Single(Entries);

    public string NextId() => string.Create(CultureInfo.InvariantCulture, $"id{Interlocked.Increment(ref _ids):D6}");

    public async ValueTask AppendAsync(JournalEntry entry)
    {
        // The server reuses the body's buffer, so keep a copy.
        JournalEntry copy = entry with { Body = entry.Body.ToArray() };
        lock (_gate)
        {
            Appending++;
        }

        if (Hold is { } hold)
        {
            await hold.Task;
        }

        lock (_gate)
        {
            Appending--;
            ObjectDisposedException.ThrowIf(IsDisposed, this);
            if (IsFull)
            {
                Failed?.Invoke();
                throw new WebhookException(WebhookErrorKind.WriteFailed, "JournalFull", "No space is left.", "Free some.");
            }

            _entries.Add(copy);
        }
    }

    public IAsyncEnumerable<MarkedEntry> ReadMarksAsync(DateTimeOffset since, CancellationToken cancellationToken) =>
        EarlierEntries.Reverse().Where(entry => entry.ReceivedAt >= since).Select(entry => new MarkedEntry(entry.Id, entry.ReceivedAt, entry.Marks)).ToAsyncEnumerable();

    public async IAsyncEnumerable<WebhookAlert> ReadNewestAsync(DateTimeOffset since, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (WebhookAlert alert in Earlier.Where(alert => alert.ReceivedAt >= since).OrderByDescending(alert => alert.ReceivedAt).Take(count))
        {
            yield return alert;
            await Task.Yield();
        }
    }

    public ValueTask RollbackAsync() => DisposeAsync();

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            IsDisposed = true;
        }

        return ValueTask.CompletedTask;
    }
}
