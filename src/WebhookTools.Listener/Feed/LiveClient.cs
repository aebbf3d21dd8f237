using System.Threading.Channels;

namespace WebhookTools.Listener.Feed;

/// <summary>A page that follows: it is told that there is something new, or that it is time for a sign of life; never what.</summary>
internal sealed class LiveClient : IDisposable
{
    /// <summary>How often a page hears from the listener where nothing happens, so that neither it nor a proxy between takes the connection for dead.</summary>
    public static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Action<LiveClient> _onEnd;
    private readonly ITimer _heartbeat;
    private int _isHeartbeatDue;

    public LiveClient(LivePosition start, TimeProvider timeProvider, Action<LiveClient> onEnd)
    {
        Told = start;
        _onEnd = onEnd;
        _heartbeat = timeProvider.CreateTimer(static state => ((LiveClient)state!).Beat(), this, HeartbeatInterval, HeartbeatInterval);
    }

    /// <summary>How far the page has been told.</summary>
    public LivePosition Told { get; set; }

    public void Signal() => _signal.Writer.TryWrite(true);

    /// <summary>No more will come.</summary>
    public void Complete() => _signal.Writer.TryComplete();

    /// <summary>Waits until there is something to tell; false at the end.</summary>
    public async ValueTask<bool> WaitAsync(CancellationToken cancellationToken) =>
        await _signal.Reader.WaitToReadAsync(cancellationToken) && _signal.Reader.TryRead(out _);

    /// <summary>Whether it is time for a sign of life, told once.</summary>
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
