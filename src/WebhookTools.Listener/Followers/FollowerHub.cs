using System.Collections.Immutable;
using WebhookTools.Core.Alerts;

namespace WebhookTools.Listener.Followers;

/// <summary>Everyone who follows a listener.</summary>
/// <param name="missed">Told how many alerts some follower was too slow for.</param>
internal sealed class FollowerHub(Action<long> missed)
{
    private ImmutableArray<Follower> _followers = [];
    private volatile bool _isCompleted;

    /// <summary>Whether anyone follows: if not, alerts need not be made ready for it.</summary>
    public bool HasFollowers => !_followers.IsEmpty;

    /// <summary>How many follow.</summary>
    public int Count => _followers.Length;

    /// <summary>Follows from now on, not only from the first alert that is asked for.</summary>
    /// <param name="onMissed">Told how many alerts were missed, before the next one is given.</param>
    public IAsyncEnumerable<WebhookAlert> Follow(Action<long>? onMissed, CancellationToken cancellationToken)
    {
        var follower = new Follower();
        ImmutableInterlocked.Update(ref _followers, (followers, added) => followers.Add(added), follower);
        if (_isCompleted)
        {
            follower.Complete();
        }

        // Whoever never begins to read is let go by its token.
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

    /// <summary>The listener has stopped: every follower ends.</summary>
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
