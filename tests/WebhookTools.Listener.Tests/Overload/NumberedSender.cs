using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using WebhookTools.Listener.Http;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Posts numbered alarms, each number once, over several connections, and records the numbers acknowledged with 2xx.</summary>
internal sealed class NumberedSender(long first = 1, int padding = 0)
{
    /// <summary>The prefix of the alarm names. The number follows.</summary>
    public const string NamePrefix = "numbered ";

    private readonly ConcurrentQueue<long> _acknowledged = new();
    private readonly string _padding = new('x', padding);
    private long _last = first - 1;
    private int _acknowledgedCount;
    private int _rejected;
    private long _slowest;

    /// <summary>The numbers acknowledged with 2xx.</summary>
    public IReadOnlyCollection<long> Acknowledged => _acknowledged;

    public int AcknowledgedCount => Volatile.Read(ref _acknowledgedCount);

    /// <summary>The number of 503 responses.</summary>
    public int Rejected => Volatile.Read(ref _rejected);

    /// <summary>The longest response time.</summary>
    public TimeSpan Slowest => TimeSpan.FromTicks(Volatile.Read(ref _slowest));

    /// <summary>Posts until it is canceled or the listener has ended.</summary>
    /// <param name="connections">The number of concurrent requests.</param>
    public async Task PostAsync(Uri uri, int connections, CancellationToken cancellationToken)
    {
        using var handler = new SocketsHttpHandler { MaxConnectionsPerServer = connections };
        using var client = new HttpClient(handler) { BaseAddress = uri };
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async _ =>
        {
            while (!cancellationToken.IsCancellationRequested && await TryPostAsync(client))
            {
            }
        }));
    }

    /// <summary>Posts one alarm.</summary>
    /// <returns>True if there was a response.</returns>
    private async Task<bool> TryPostAsync(HttpClient client)
    {
        long number = Interlocked.Increment(ref _last);
        using var body = new ByteArrayContent(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"alarm_id":"{{number}}","alarm_name":"{{NamePrefix}}{{number}}","state":"ALARM","message":"{{_padding}}"}""")));
        long start = TimeProvider.System.GetTimestamp();
        try
        {
            // Not cancelable: if the request were abandoned, it would be unknown whether it was acknowledged.
            using HttpResponseMessage response = await client.PostAsync("/", body);
            Note(number, response.StatusCode, TimeProvider.System.GetElapsedTime(start));
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Note(long number, HttpStatusCode status, TimeSpan time)
    {
        if (status == HttpStatusCode.OK)
        {
            _acknowledged.Enqueue(number);
            Interlocked.Increment(ref _acknowledgedCount);
        }
        else if (status == HttpStatusCode.ServiceUnavailable)
        {
            Interlocked.Increment(ref _rejected);
        }
        else
        {
            throw new InvalidOperationException($"An alarm got status {(int)status}.");
        }

        long slowest;
        while (time.Ticks > (slowest = Volatile.Read(ref _slowest)) && Interlocked.CompareExchange(ref _slowest, time.Ticks, slowest) != slowest)
        {
        }
    }
}
