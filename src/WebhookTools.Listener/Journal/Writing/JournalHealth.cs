using System.Globalization;
using WebhookTools.Core;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Tracks whether the journal is writable. While it is not, the writer is woken every few seconds to test the disk, so that the journal recovers even without appends.</summary>
internal sealed class JournalHealth(string path, TimeProvider timeProvider, JournalLog log, Action wake) : IDisposable
{
    /// <summary>The interval at which an unhealthy journal is tested.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile string? _problem;
    private ITimer? _timer;
    private long _failedEntries;

    /// <summary>True if the last write or probe succeeded.</summary>
    public bool IsHealthy => _problem is null;

    /// <summary>The reason for the failure, or null if the journal is healthy.</summary>
    public string? Problem => _problem;

    /// <summary>Records a failed write.</summary>
    public void Fail(WebhookException cause, int entries)
    {
        lock (_gate)
        {
            bool wasHealthy = _problem is null;
            _problem = cause.Message;
            _failedEntries += entries;
            if (!wasHealthy)
            {
                return;
            }

            _timer ??= timeProvider.CreateTimer(_ => wake(), state: null, ProbeInterval, ProbeInterval);
        }

        log.Write(ListenerLogLevel.Error, JournalEvents.Failed, $"{cause.Message} {cause.RecommendedAction}");
    }

    /// <summary>Records a successful write.</summary>
    public void Succeed()
    {
        if (_problem is null)
        {
            return;
        }

        long failed;
        lock (_gate)
        {
            _problem = null;
            failed = _failedEntries;
            _failedEntries = 0;
            _timer?.Dispose();
            _timer = null;
        }

        log.Write(
            ListenerLogLevel.Information,
            JournalEvents.Recovered,
            string.Create(CultureInfo.InvariantCulture, $"The journal '{path}' is writable again. {failed} entries could not be written in the meantime."));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
        }
    }
}
