using System.Collections.Immutable;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Followers;

/// <summary>The subscribers to a listener's alerts.</summary>
/// <param name="missed">Called with the number of alerts that a subscriber was too slow for.</param>
internal sealed class FollowerHub(Action<long> missed)
{
    private ImmutableArray<Follower> _followers = [];
    private volatile bool _isCompleted;

    /// <summary>True if there are subscribers. Without them, alerts need not be prepared.</summary>
    public bool HasFollowers => !_followers.IsEmpty;

    public int Count => _followers.Length;

    /// <summary>Subscribes immediately, rather than when the first alert is requested.</summary>
    /// <param name="onMissed">Called before the next alert with the number of missed ones.</param>
    public IAsyncEnumerable<WebhookAlert> Follow(Action<long>? onMissed, CancellationToken cancellationToken)
    {
        var follower = new Follower();
        ImmutableInterlocked.Update(ref _followers, (followers, added) => followers.Add(added), follower);
        if (_isCompleted)
        {
            follower.Complete();
        }

        // A subscriber that never begins to read is removed by its token.
        CancellationTokenRegistration registration = cancellationToken.Register(() => Remove(follower));
        return follower.ReadAllAsync(
            onMissed,
            ended =>
            {
                registration.Dispose();
                Remove(ended);
            },
            cancellationToken);
    }

    public void Publish(WebhookAlert alert)
    {
        foreach (Follower follower in _followers)
        {
            if (follower.Publish(alert) is var dropped and > 0)
            {
                missed(dropped);
            }
        }
    }

    /// <summary>Ends all subscriptions when the listener has stopped.</summary>
    public void Complete()
    {
        _isCompleted = true;
        foreach (Follower follower in _followers)
        {
            follower.Complete();
        }
    }

    private void Remove(Follower follower) =>
        ImmutableInterlocked.Update(ref _followers, (followers, removed) => followers.Remove(removed), follower);
}
