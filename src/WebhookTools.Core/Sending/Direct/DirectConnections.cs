using System.Net;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending.Direct;

/// <summary>
/// The connections of <see cref="DirectExchange"/>: kept open for the next request, as long and as many as there were at once,
/// and closed when they have not been used for a while. Safe for many threads.
/// </summary>
internal sealed class DirectConnections : IDisposable
{
    /// <summary>The largest body: it goes out in one call, before the reply is looked for.</summary>
    private const int LargestBody = 64 * 1024;

    /// <summary>As the runtime's own pool has it.</summary>
    private static readonly TimeSpan LongestIdle = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Stack<DirectConnection>> _idle = new(StringComparer.OrdinalIgnoreCase);
    private ITimer? _sweeper;
    private bool _isDisposed;

    /// <summary>Whether webhooks may go this way: without TLS, without a proxy, by HTTP/1.1, and to no other address. All others go through the runtime's client.</summary>
    public static bool CanTake(DeliveryOptions options) =>
        options.Uri.Scheme is "http"
        && (options.Connection.HttpVersion is null || options.Connection.HttpVersion == HttpVersion.Version11)
        && options.MaximumRedirection == 0
        && options.Connection.FindProxy(options.Uri) is null
        && !options.Method.Equals("HEAD", StringComparison.OrdinalIgnoreCase)
        && Ascii.IsValid(options.Uri.PathAndQuery);

    /// <summary>Whether a body may: it is at hand, and small.</summary>
    public static bool CanTake(WebhookBody body) => body.Path is null && body.Length is > 0 and <= LargestBody;

    /// <summary>A connection that was used before, or null.</summary>
    public DirectConnection? TryRent(DirectTarget target)
    {
        while (Take(target) is { } connection)
        {
            if (!IsOld(connection) && connection.IsQuiet())
            {
                return connection;
            }

            connection.Dispose();
        }

        return null;
    }

    /// <summary>Takes a connection back, for the next request.</summary>
    public void Return(DirectTarget target, DirectConnection connection)
    {
        connection.Rest();
        lock (_gate)
        {
            if (!_isDisposed)
            {
                if (!_idle.TryGetValue(target.Key, out Stack<DirectConnection>? idle))
                {
                    _idle.Add(target.Key, idle = []);
                }

                idle.Push(connection);
                _sweeper ??= TimeProvider.System.CreateTimer(static self => ((DirectConnections)self!).Sweep(), this, SweepInterval, SweepInterval);
                return;
            }
        }

        connection.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _sweeper?.Dispose();
            foreach (DirectConnection connection in _idle.Values.SelectMany(static idle => idle))
            {
                connection.Dispose();
            }

            _idle.Clear();
        }
    }

    private static bool IsOld(DirectConnection connection) =>
        TimeProvider.System.GetElapsedTime(connection.OpenedAt) > ConnectionPool.ConnectionLifetime
        || TimeProvider.System.GetElapsedTime(connection.IdleSince) > LongestIdle;

    /// <summary>The one that was used last: those that are too many grow old.</summary>
    private DirectConnection? Take(DirectTarget target)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, typeof(WebhookSender));
            return _idle.TryGetValue(target.Key, out Stack<DirectConnection>? idle) && idle.TryPop(out DirectConnection? connection) ? connection : null;
        }
    }

    /// <summary>Closes what nobody has used for a while, so that no connection stays for as long as the process does.</summary>
    private void Sweep()
    {
        lock (_gate)
        {
            foreach ((string key, Stack<DirectConnection> idle) in _idle.ToArray())
            {
                DirectConnection[] kept = [.. idle.Reverse().Where(static connection => !IsOld(connection))];
                foreach (DirectConnection old in idle.Except(kept))
                {
                    old.Dispose();
                }

                _idle.Remove(key);
                if (kept.Length > 0)
                {
                    _idle.Add(key, new Stack<DirectConnection>(kept));
                }
            }

            if (_idle.Count == 0)
            {
                _sweeper?.Dispose();
                _sweeper = null;
            }
        }
    }
}
