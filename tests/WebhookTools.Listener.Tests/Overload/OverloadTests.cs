using System.Globalization;
using System.Net.Sockets;
using System.Text;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>
/// Whatever is thrown at a listener, it answers or closes, its memory stays near what it has when idle, and those who mean well
/// are served meanwhile: see <see cref="Siege"/>. WEBHOOKTOOLS_OVERLOAD_REQUESTS says how many random requests come.
/// </summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class OverloadTests(ITestOutputHelper output)
{
    private const int ShortForm = 20_000;
    private const int AtOnce = 32;

    private static readonly string[] Paths = ["/", "/webhook", "/hook", "/pelorus/webhook", "/openstack/alerts", "/nowhere"];

    [Fact]
    public Task A_thousand_idle_connections_are_borne() => Siege.EndureAsync(output, async siege =>
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
    public Task Headers_and_bodies_that_trickle_in_are_cut_off() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 400;
        string outcomes = await Attacker.CountAsync(Count, Count, async number =>
        {
            using TcpClient client = await Attacker.ConnectAsync(siege.Uri);
            string start = number % 2 == 0 ? "POST /hook HTTP/1.1\r\nHost: a\r\nX-Slow: " : "POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n\"";
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
    public Task A_body_that_claims_ten_gigabytes_is_refused_at_once() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 200;
        byte[] claims = Encoding.ASCII.GetBytes($"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: {10L << 30}\r\n\r\n\"");
        string claimed = await Attacker.CountAsync(Count, AtOnce, _ => Attacker.SendAsync(siege.Uri, claims));

        // Ten megabytes are on their way before the listener can have seen that they are too many.
        byte[] head = "POST /hook HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"u8.ToArray();
        byte[] chunk = [.. "100000\r\n"u8, .. Enumerable.Repeat((byte)' ', 1 << 20), .. "\r\n"u8];
        byte[] endless = [.. head, .. Enumerable.Repeat(chunk, 10).SelectMany(bytes => bytes)];
        string sent = await Attacker.CountAsync(Count / 10, 4, _ => Attacker.SendAsync(siege.Uri, endless));

        Assert.Equal($"{Count} × 413", claimed);
        return $"Bodies that claim 10 GiB: {claimed}; chunked ones of 10 MiB, sent whole: {sent}.";
    });

    [Fact]
    public Task Large_bodies_that_stop_before_their_end_do_not_take_all_memory() => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 600;
        const int Size = 1 << 20;
        byte[] start = [.. Encoding.ASCII.GetBytes($"POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: {Size}\r\n\r\n"), .. Enumerable.Repeat((byte)' ', Size - 1)];
        using var end = new CancellationTokenSource();
        int turnedAway = 0;
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
                // Turned away in the middle of it, or held until the end of the test.
            }

            if (!end.IsCancellationRequested)
            {
                Interlocked.Increment(ref turnedAway);
            }
        }))];
        while (Volatile.Read(ref turnedAway) < Count / 2)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        await siege.ServesAsync(200);
        byte[] large = Attacker.Post("/hook", [.. "\""u8, .. Enumerable.Repeat((byte)'x', 900_000), .. "\""u8]);
        Assert.Equal(503, await Attacker.SendAsync(siege.Uri, large));
        await end.CancelAsync();
        await Task.WhenAll(attacks);

        // Once they are gone there is room again.
        int status;
        while ((status = await Attacker.SendAsync(siege.Uri, large)) == 503)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }

        Assert.Equal(200, status);
        return $"{Count} bodies of a megabyte, each without its last byte: {turnedAway} were turned away.";
    });

    [Fact]
    public Task Random_bytes_are_answered_or_closed() => Siege.EndureAsync(output, async siege =>
    {
        int count = LongForm.Count("WEBHOOKTOOLS_OVERLOAD_REQUESTS", ShortForm);
        string outcomes = await Attacker.CountAsync(count, AtOnce, number => Attacker.SendAsync(siege.Uri, RandomRequest(new Random(number)), isWhole: false));
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
    public Task Malice_is_answered(string kind, int expected) => Siege.EndureAsync(output, async siege =>
    {
        const int Count = 120;
        string outcomes = await Attacker.CountAsync(Count, AtOnce, _ => Attacker.SendAsync(siege.Uri, Malice(kind, "/hook")));
        string others = await Attacker.CountAsync(Paths.Length, 1, number => Attacker.SendAsync(siege.Uri, Malice(kind, Paths[number])));

        // A connection may be reset while its megabyte is still on its way, and the answer with it.
        string answered = string.Join(", ", outcomes.Split(", ").Where(outcome => !outcome.EndsWith("closed", StringComparison.Ordinal)));
        Assert.EndsWith($" × {expected}", answered, StringComparison.Ordinal);
        Assert.DoesNotContain(", ", answered, StringComparison.Ordinal);
        return $"{kind}: {outcomes}; on each path once: {others}.";
    });

    [Fact]
    public Task Requests_in_a_row_with_garbage_behind_them_are_answered_until_the_garbage() => Siege.EndureAsync(output, async siege =>
    {
        const int Row = 500;
        byte[] one = "POST /hook HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n1"u8.ToArray();
        byte[] row = [.. Enumerable.Repeat(one, Row).SelectMany(bytes => bytes), .. "garbage\0\r\n\r\n"u8];
        string outcomes = await Attacker.CountAsync(40, 8, async _ =>
        {
            using TcpClient client = await Attacker.ConnectAsync(siege.Uri);
            NetworkStream stream = client.GetStream();
            Task sending = stream.WriteAsync(row).AsTask();
            string answers = await new StreamReader(stream, Encoding.ASCII).ReadToEndAsync();
            await sending;
            Assert.Equal(Row, answers.Split("HTTP/1.1 200 OK").Length - 1);
            return answers.Contains("HTTP/1.1 400 ", StringComparison.Ordinal) ? 400 : 0;
        });

        Assert.Equal("40 × 400", outcomes);
        return $"{Row} requests at once and garbage behind them, 40 times: each answered, and {outcomes}.";
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
            // Cut off, as it should be.
        }
    }

    /// <summary>Nothing but noise, noise that ends as a head does, noise as a body, and a request with some of its bytes changed.</summary>
    private static byte[] RandomRequest(Random random)
    {
        byte[] noise = new byte[random.Next(1, 600)];
        random.NextBytes(noise);
        return random.Next(4) switch
        {
            0 => noise,
            1 => [.. noise, .. "\r\n\r\n"u8],
            2 => Attacker.Post(Paths[random.Next(Paths.Length)], noise),
            _ => new Mutation(random, "\r\n", "\0", ":", " ", "HTTP/1.1", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "{", "\"", "\\")
                .Of(Attacker.Post(Paths[random.Next(Paths.Length)], """{"alarm_name":"fire","state":"ALARM","alerts":[{"labels":{"alertname":"a"}}]}"""u8), maximumChanges: 6),
        };
    }

    private static byte[] Malice(string kind, string path) => kind switch
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
