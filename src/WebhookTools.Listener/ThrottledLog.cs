using System.Globalization;

namespace WebhookTools.Listener;

/// <summary>
/// Logs events that anyone can cause: a limited number per minute of each event, and with the next one the number that was omitted.
/// A flood of rejected requests cannot fill the disk with their log.
/// </summary>
internal sealed class ThrottledLog(ListenerLog log, TimeProvider timeProvider)
{
    /// <summary>The number of entries per minute of one event and level.</summary>
    public const int EntriesPerMinute = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string EventId, ListenerLogLevel Level), Window> _windows = [];

    /// <param name="message">Called only if the entry is written.</param>
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
            log.Write(level, eventId, string.Create(CultureInfo.InvariantCulture, $"{omitted} earlier entries of this kind were omitted."));
        }

        log.Write(level, eventId, message());
    }

    private sealed class Window
    {
        public long Minute { get; set; }

        public long Count { get; set; }
    }
}
