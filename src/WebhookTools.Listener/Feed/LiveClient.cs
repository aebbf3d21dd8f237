using System.Threading.Channels;

namespace WebhookTools.Listener.Feed;

/// <summary>An open live page. It is only signaled that there is news or that a heartbeat is due, and reads the news from the feed.</summary>
internal sealed class LiveClient : IDisposable
{
    /// <summary>The interval of heartbeats, which keep proxies and the page from closing an idle connection.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Action<LiveClient> _onEnd;
    private readonly ITimer _heartbeat;
    private int _isHeartbeatDue;

    public LiveClient(LivePosition start, TimeProvider timeProvider, Action<LiveClient> onEnd)
    {
        Position = start;
        _onEnd = onEnd;
        _heartbeat = timeProvider.CreateTimer(static state => ((LiveClient)state!).Beat(), this, HeartbeatInterval, HeartbeatInterval);
    }

    /// <summary>The position up to which news was sent to the page.</summary>
    public LivePosition Position { get; set; }

    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>Ends <see cref="WaitAsync"/>, because the listener stops.</summary>
    public void Complete() => _signal.Writer.TryComplete();

    /// <summary>Waits for a signal. Returns false after <see cref="Complete"/>.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await _signal.Reader.WaitToReadAsync(cancellationToken) && _signal.Reader.TryRead(out _);

    /// <summary>Returns true once for each due heartbeat.</summary>
    public bool TakeHeartbeat() => Interlocked.Exchange(ref _isHeartbeatDue, 0) == 1;

    public void Dispose()
    {
        _heartbeat.Dispose();
        _onEnd(this);
    }

    private void Beat()
    {
        Interlocked.Exchange(ref _isHeartbeatDue, 1);
        Signal();
    }
}
