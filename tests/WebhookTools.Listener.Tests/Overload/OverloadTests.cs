using System.Globalization;
using System.Net.Sockets;
using System.Text;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>
/// Under any attack, a listener responds or closes the connection, its memory stays close to its idle size, and it continues to
/// serve other senders. See <see cref="Siege"/>. WEBHOOKTOOLS_OVERLOAD_REQUESTS sets the number of random requests.
/// </summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int ShortForm = 20_000;
    private const int AtOnce = 32;

    private static readonly string[] Paths = ["/", "/webhook", "/hook", "/pelorus/webhook", "/openstack/alerts", "/nowhere"];

    [Fact]
    public Task A_thousand_idle_connections_are_tolerated() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 1000;
        TcpClient[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Attacker.ConnectAsync(siege.Uri)));
        await siege.ServesAsync(500);
        foreach (TcpClient client in clients)
        {
            client.Dispose();
        }

        return $"{Count} idle connections.";
    });

    [Fact]
    public Task Slow_headers_and_bodies_are_cut_off() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 400;
        string outcomes = await Attacker.CountAsync(Count, Count, async number =>
        {
            using TcpClient client = await Attacker.ConnectAsync(siege.Uri);
            string start = number % 2 == 0 ? "POST /hook HTTP/1.1\r\nHost: localhost\r\nX-Slow: " : "POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n\"";
            using var closed = new CancellationTokenSource();
            NetworkStream stream = client.GetStream();
            Task trickle = TrickleAsync(stream, start, closed.Token);
            int status = await Attacker.ReadToEndAsync(stream);
            await closed.CancelAsync();
            await trickle;
            return status;
        });

        Assert.Equal($"{Count} × 408", outcomes);
        return $"{Count} connections on which a byte came now and then: {outcomes}.";
    });

    [Fact]
    public Task A_body_declared_as_ten_gigabytes_is_rejected_at_once() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 200;
        byte[] claims = Encoding.ASCII.GetBytes($"POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: {10L << 30}\r\n\r\n\"");
        string claimed = await Attacker.CountAsync(Count, AtOnce, _ => Attacker.SendAsync(siege.Uri, claims));

        // Ten megabytes are in transit before the listener can detect that the body is too large.
        byte[] head = "POST /hook HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray();
        byte[] chunk = [.. "100000\r\n"u8, .. Enumerable.Repeat((byte)' ', 1 << 20), .. "\r\n"u8];
        byte[] endless = [.. head, .. Enumerable.Repeat(chunk, 10).SelectMany(bytes => bytes)];
        string sent = await Attacker.CountAsync(Count / 10, 4, _ => Attacker.SendAsync(siege.Uri, endless));

        Assert.Equal($"{Count} × 413", claimed);
        return $"Bodies that claim 10 GiB: {claimed}; chunked ones of 10 MiB, sent whole: {sent}.";
    });

    [Fact]
    public Task Incomplete_large_bodies_do_not_exhaust_the_memory() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 600;
        const int Size = 1 << 20;
        byte[] start = [.. Encoding.ASCII.GetBytes($"POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Size}\r\n\r\n"), .. Enumerable.Repeat((byte)' ', Size - 1)];
        using var end = new CancellationTokenSource();
        int rejected = 0;
        Task[] attacks = [.. Enumerable.Range(0, Count).Select(_ => Task.Run(async () =>
        {
            using TcpClient client = await Attacker.ConnectAsync(siege.Uri);
            try
            {
                Task<int> reading = Attacker.ReadToEndAsync(client.GetStream());
                await client.GetStream().WriteAsync(start, end.Token);
                await reading.WaitAsync(end.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException)
            {
                // The listener closed the connection, or the test ended.
            }

            if (!end.IsCancellationRequested)
            {
                Interlocked.Increment(ref rejected);
            }
        }))];
        while (Volatile.Read(ref rejected) < Count / 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        await siege.ServesAsync(200);
        byte[] large = Attacker.Post("/hook", [.. "\""u8, .. Enumerable.Repeat((byte)'x', 900_000), .. "\""u8]);
        Assert.Equal(503, await Attacker.SendAsync(siege.Uri, large));
        await end.CancelAsync();
        await Task.WhenAll(attacks);

        // Connections are accepted again after the idle ones have closed.
        int status;
        while ((status = await Attacker.SendAsync(siege.Uri, large)) == 503)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Equal(200, status);
        return $"{Count} bodies of a megabyte, each without its last byte: {rejected} were rejected.";
    });

    [Fact]
    public Task Random_bytes_get_a_response_or_a_closed_connection() => Siege.EndureAsync(output, async siege =>
    {
        int count = LongForm.Count("WEBHOOKTOOLS_OVERLOAD_REQUESTS", ShortForm);
        string outcomes = await Attacker.CountAsync(count, AtOnce, number => Attacker.SendAsync(siege.Uri, RandomRequest(new Random(number)), isWhole: false));
        Assert.DoesNotContain(" × 500", outcomes, StringComparison.Ordinal);
        return $"{count} requests of random bytes: {outcomes}.";
    });

    [Theory]
    [InlineData("JSON of 10,000 levels", 400)]
    [InlineData("a name 50,000 times in one object", 200)]
    [InlineData("names that differ, 50,000 in one object", 200)]
    [InlineData("invalid UTF-8", 400)]
    [InlineData("10,000 headers", 431)]
    [InlineData("a header of a megabyte", 431)]
    [InlineData("a path of a megabyte", 414)]
    public Task Malicious_requests_get_a_response(string kind, int expected) => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 120;
        // More of those that are read would exceed one address's share of the memory for bodies.
        int atOnce = expected == 200 ? AtOnce / 8 : AtOnce;
        string outcomes = await Attacker.CountAsync(Count, atOnce, _ => Attacker.SendAsync(siege.Uri, CreateMaliciousRequest(kind, "/hook")));
        string others = await Attacker.CountAsync(Paths.Length, 1, number => Attacker.SendAsync(siege.Uri, CreateMaliciousRequest(kind, Paths[number])));

        // A connection may be reset, and its response lost, while its megabyte is still in transit.
        string responded = string.Join(", ", outcomes.Split(", ").Where(outcome => !outcome.EndsWith("closed", StringComparison.Ordinal)));
        Assert.EndsWith($" × {expected}", responded, StringComparison.Ordinal);
        Assert.DoesNotContain(", ", responded, StringComparison.Ordinal);
        return $"{kind}: {outcomes}; on each path once: {others}.";
    });

    [Fact]
    public Task Pipelined_requests_are_processed_up_to_the_first_invalid_bytes() => Siege.EndureAsync(output, async siege =>
    {
        const int Row = 500;
        byte[] one = "POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\n1"u8.ToArray();
        byte[] row = [.. Enumerable.Repeat(one, Row).SelectMany(bytes => bytes), .. "garbage\0\r\n\r\n"u8];
        string outcomes = await Attacker.CountAsync(40, 8, async _ =>
        {
            using TcpClient client = await Attacker.ConnectAsync(siege.Uri);
            NetworkStream stream = client.GetStream();
            Task sending = stream.WriteAsync(row).AsTask();
            string responses = await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
            await sending;
            Assert.Equal(Row, responses.Split("HTTP/1.1 200 OK").Length - 1);
            return responses.Contains("HTTP/1.1 400 ", StringComparison.Ordinal) ? 400 : 0;
        });

        Assert.Equal("40 × 400", outcomes);
        return $"{Row} pipelined requests followed by invalid bytes, 40 times: each got a response, and {outcomes}.";
    });

    private static async Task TrickleAsync(NetworkStream stream, string start, CancellationToken closed)
    {
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(start), closed);
            while (true)
            {
                await stream.WriteAsync("x"u8.ToArray(), closed);
                await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, closed);
            }
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The listener closed the connection, as expected.
        }
    }

    /// <summary>Random bytes, random bytes that end like a request head, a random body, and a request with some bytes changed.</summary>
    private static byte[] RandomRequest(Random random)
    {
        byte[] noise = new byte[random.Next(1, 600)];
        random.NextBytes(noise);
        return random.Next(4) switch
        {
            0 => noise,
            1 => [.. noise, .. "\r\n\r\n"u8],
            2 => Attacker.Post(Paths[random.Next(Paths.Length)], noise),
            _ => new Mutation(random, "\r\n", "\0", ":", " ", "HTTP/1.1", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "\r\n\r\nFFFFFFFFFFFFFFFF\r\n", "\r\n\r\n1\r\n1\r\n", "{", "\"", "\\")
                .Of(Attacker.Post(Paths[random.Next(Paths.Length)], """{"alarm_name":"fire","state":"ALARM","alerts":[{"labels":{"alertname":"a"}}]}"""u8), maximumChanges: 6),
        };
    }

    private static byte[] CreateMaliciousRequest(string kind, string path) => kind switch
    {
        "JSON of 10,000 levels" => Attacker.Post(path, Encoding.ASCII.GetBytes(new string('[', 10_000) + new string(']', 10_000))),
        "a name 50,000 times in one object" => Attacker.Post(path, Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Repeat("\"name\":1", 50_000)) + "}")),
        "names that differ, 50,000 in one object" => Attacker.Post(path, Encoding.ASCII.GetBytes("{" + string.Join(',', Enumerable.Range(0, 50_000).Select(number => $"\"{number}\":1")) + "}")),
        "invalid UTF-8" => Attacker.Post(path, [(byte)'"', 0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80, (byte)'"']),
        "10,000 headers" => Attacker.Post(path, "1"u8, string.Concat(Enumerable.Range(0, 10_000).Select(number => string.Create(CultureInfo.InvariantCulture, $"X-{number}: 1\r\n")))),
        "a header of a megabyte" => Attacker.Post(path, "1"u8, $"X-Long: {new string('a', 1 << 20)}\r\n"),
        "a path of a megabyte" => Attacker.Post(path + new string('a', 1 << 20), "1"u8),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such malice."),
    };
}
