namespace WebhookTools.Listener;

/// <summary>A running listener. It owns its port and its journal until it is stopped.</summary>
public sealed class WebhookListener : IAsyncDisposable
{
    private WebhookListener()
    {
    }

    /// <summary>Where it listens, with the port that was bound.</summary>
    public Uri Uri => throw new NotImplementedException();

    /// <summary>The options it was started with.</summary>
    public ListenerOptions Options => throw new NotImplementedException();

    /// <summary>When it was started.</summary>
    public DateTimeOffset StartedAt => throw new NotImplementedException();

    /// <summary>Whether it still listens.</summary>
    public bool IsRunning => throw new NotImplementedException();

    /// <summary>What it counted since its start.</summary>
    public ListenerStatistics Statistics => throw new NotImplementedException();

    /// <summary>Starts a listener: it answers when this returns.</summary>
    /// <param name="log">Told, on any thread, of what an operator should know; null: nobody.</param>
    /// <exception cref="WebhookTools.Core.WebhookException">The port or the journal is in use, the folder cannot be written, an option is not allowed.</exception>
    public static Task<WebhookListener> StartAsync(ListenerOptions options, TimeProvider timeProvider, Action<ListenerLogEntry>? log, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Follows the alerts that are accepted from now on. A follower that falls behind misses the oldest and is told how many; it never slows a reply.</summary>
    public IAsyncEnumerable<WebhookAlert> FollowAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Takes no new requests, answers those in flight, closes the journal.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
