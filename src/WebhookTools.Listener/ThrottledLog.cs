using System.Globalization;

namespace WebhookTools.Listener;

/// <summary>
/// Tells the operator of what a stranger can cause at will, at most so many times a minute for each event,
/// and at the next one how many were left out: a flood of refused requests cannot fill a disk with their log.
/// </summary>
internal sealed class ThrottledLog(ListenerLog log, TimeProvider timeProvider)
{
    /// <summary>How many entries of one event and level are written in a minute.</summary>
    public const int EntriesPerMinute = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string EventId, ListenerLogLevel Level), Window> _windows = [];

    /// <param name="message">Made only if it is written.</param>
    public void Write(ListenerLogLevel level, string eventId, Func<string> message)
    {
        long omitted;
        lock (_gate)
        {
            long minute = timeProvider.GetUtcNow().ToUnixTimeSeconds() / 60;
            if (!_windows.TryGetValue((eventId, level), out Window? window))
            {
                window = new Window { Minute = minute };
                _windows.Add((eventId, level), window);
            }

            omitted = window.Minute == minute ? 0 : Math.Max(0, window.Count - EntriesPerMinute);
            if (window.Minute != minute)
            {
                window.Minute = minute;
                window.Count = 0;
            }

            window.Count++;
            if (window.Count > EntriesPerMinute)
            {
                return;
            }
        }

        if (omitted > 0)
        {
            log.Write(level, eventId, string.Create(CultureInfo.InvariantCulture, $"{omitted} more entries of this kind were left out before this one."));
        }

        log.Write(level, eventId, message());
    }

    private sealed class Window
    {
        public long Minute { get; set; }

        public long Count { get; set; }
    }
}
