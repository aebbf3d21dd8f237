using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using WebhookTools.Listener.Http;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>Posts numbered alarms, each number once, over several connections, and records the numbers acknowledged with 2xx.</summary>
/// <param name="secret">The secret to sign with as GitHub does, or null.</param>
/// <param name="reconnects">Whether each alarm gets a new connection.</param>
internal sealed class NumberedSender(long first = 1, int padding = 0, string? secret = null, bool reconnects = false)
{
    /// <summary>The prefix of the alarm names. The number follows.</summary>
    public const string NamePrefix = "numbered ";

    private readonly ConcurrentQueue<long> _acknowledged = new();
    private readonly string _padding = new('x', padding);
    private long _last = first - 1;
    private int _acknowledgedCount;
    private int _rejected;
    private int _lost;
    private long _slowest;

    /// <summary>The numbers acknowledged with 2xx.</summary>
    public IReadOnlyCollection<long> Acknowledged => _acknowledged;

    public int AcknowledgedCount => Volatile.Read(ref _acknowledgedCount);

    /// <summary>The number of 503 responses.</summary>
    public int Rejected => Volatile.Read(ref _rejected);

    /// <summary>The number of alarms without a response.</summary>
    public int Lost => Volatile.Read(ref _lost);

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

    /// <summary>Posts a number of alarms, one after the other.</summary>
    public async Task PostAsync(Uri uri, int count)
    {
        using var client = new HttpClient { BaseAddress = uri };
        for (int posted = 0; posted < count; posted++)
        {
            await TryPostAsync(client);
        }
    }

    /// <summary>Posts one alarm.</summary>
    /// <returns>True if there was a response.</returns>
    private async Task<bool> TryPostAsync(HttpClient client)
    {
        long number = Interlocked.Increment(ref _last);
        byte[] body = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"alarm_id":"{{number}}","alarm_name":"{{NamePrefix}}{{number}}","state":"ALARM","message":"{{_padding}}"}"""));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(body) };
        request.Headers.ConnectionClose = reconnects;
        if (secret is not null)
        {
            request.Headers.Add("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body)));
        }

        long start = TimeProvider.System.GetTimestamp();
        try
        {
            // Not cancelable: if the request were abandoned, it would be unknown whether it was acknowledged.
            using HttpResponseMessage response = await client.SendAsync(request);
            Note(number, response.StatusCode, TimeProvider.System.GetElapsedTime(start));
            return true;
        }
        catch (HttpRequestException)
        {
            Interlocked.Increment(ref _lost);
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
