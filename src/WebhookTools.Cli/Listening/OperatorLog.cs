using System.Globalization;
using System.Threading.Channels;
using WebhookTools.Core;
using WebhookTools.Listener;

namespace WebhookTools.Cli.Listening;

/// <summary>The operator's log on standard error. Writing never blocks, because a full pipe must not delay a response.</summary>
internal sealed class OperatorLog : IAsyncDisposable
{
    private const int Capacity = 4096;

    // If standard error is not read, the entries that wait are lost with the process.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(1);

    private readonly Channel<ListenerLogEntry> _entries = Channel.CreateBounded<ListenerLogEntry>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private readonly TextWriter _writer;
    private readonly ListenerLogLevel _minimum;
    private readonly TimeProvider _timeProvider;
    private readonly Task _writing;
    private long _dropped;

    public OperatorLog(TextWriter writer, ListenerLogLevel minimum, TimeProvider timeProvider)
    {
        _writer = writer;
        _minimum = minimum;
        _timeProvider = timeProvider;
        _writing = Task.Run(WriteAllAsync);
    }

    /// <summary>Logs an entry without waiting. Thread-safe.</summary>
    public void Write(ListenerLogEntry entry)
    {
        if (entry.Level >= _minimum && !_entries.Writer.TryWrite(entry))
        {
            Interlocked.Increment(ref _dropped);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _entries.Writer.TryComplete();
        try
        {
            await _writing.WaitAsync(DrainTimeout, _timeProvider);
        }
        catch (TimeoutException)
        {
            // A write waits for a reader that does not read.
        }
    }

    private async Task WriteAllAsync()
    {
        await foreach (ListenerLogEntry entry in _entries.Reader.ReadAllAsync())
        {
            long dropped = Interlocked.Exchange(ref _dropped, 0);
            if (dropped > 0)
            {
                _writer.WriteLine(Line(entry.Time, ListenerLogLevel.Warning, "LogDropped", string.Create(CultureInfo.InvariantCulture, $"{dropped} log entries were dropped because standard error was not read fast enough.")));
            }

            _writer.WriteLine(Line(entry.Time, entry.Level, entry.EventId, entry.Message));
        }
    }

    private static string Line(DateTimeOffset time, ListenerLogLevel level, string eventId, string message) => string.Create(
        CultureInfo.InvariantCulture,
        $"{time.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {level.ToString().ToLowerInvariant()} {eventId} {DisplayText.Escape(message)}");
}
