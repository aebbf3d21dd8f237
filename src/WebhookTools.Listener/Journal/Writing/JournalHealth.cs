using System.Globalization;
using WebhookTools.Core;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Whether the journal can be written. While it cannot, the writer is woken every few seconds to look again, so that it recovers even if nobody appends.</summary>
internal sealed class JournalHealth(string path, TimeProvider timeProvider, JournalLog log, Action wake) : IDisposable
{
    /// <summary>How often an unhealthy journal is looked after.</summary>
    public static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile string? _problem;
    private ITimer? _timer;
    private long _refused;

    /// <summary>Whether the last attempt to write succeeded.</summary>
    public bool IsHealthy => _problem is null;

    /// <summary>Why it did not, or null.</summary>
    public string? Problem => _problem;

    /// <summary>A write failed, and with it these entries.</summary>
    public void Fail(WebhookException cause, int entries)
    {
        lock (_gate)
        {
            bool wasHealthy = _problem is null;
            _problem = cause.Message;
            _refused += entries;
            if (!wasHealthy)
            {
                return;
            }

            _timer ??= timeProvider.CreateTimer(_ => wake(), state: null, ProbeInterval, ProbeInterval);
        }

        log.Write(ListenerLogLevel.Error, JournalEvents.Failed, $"{cause.Message} {cause.RecommendedAction}");
    }

    /// <summary>A write succeeded.</summary>
    public void Succeed()
    {
        if (_problem is null)
        {
            return;
        }

        long refused;
        lock (_gate)
        {
            _problem = null;
            refused = _refused;
            _refused = 0;
            _timer?.Dispose();
            _timer = null;
        }

        log.Write(
            ListenerLogLevel.Information,
            JournalEvents.Recovered,
            string.Create(CultureInfo.InvariantCulture, $"The journal '{path}' can be written again; {refused} entries were refused meanwhile."));
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
