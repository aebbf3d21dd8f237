using System.Diagnostics.Metrics;

namespace WebhookTools.Listener.Protocols.Pelorus;

/// <summary>The times of the events of one kind, as a gauge with a series for each. Bounded: the oldest goes first.</summary>
internal sealed class EventTimes
{
    /// <summary>How many events are shown.</summary>
    public const int MaximumEvents = 10_000;

    private readonly Lock _gate = new();
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, PelorusEvent Received)> _events = new();

    public EventTimes(Meter meter, string name, string description) =>
        meter.CreateObservableGauge(name, Observe, description: description);

    /// <param name="key">What makes it the same event.</param>
    /// <returns>Whether it was not known.</returns>
    public bool Add(PelorusEvent received, string key)
    {
        lock (_gate)
        {
            if (!_known.Add(key))
            {
                return false;
            }

            _events.Enqueue((key, received));
            if (_events.Count > MaximumEvents)
            {
                _known.Remove(_events.Dequeue().Key);
            }

            return true;
        }
    }

    private Measurement<long>[] Observe()
    {
        lock (_gate)
        {
            return [.. _events.Select(one => new Measurement<long>(one.Received.Timestamp, one.Received.Labels))];
        }
    }
}
