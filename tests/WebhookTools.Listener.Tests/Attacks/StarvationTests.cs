using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using WebhookTools.Listener.Tests.Overload;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Attacks;

/// <summary>One client, or a few, cannot keep the listener from serving others: each signed alarm that another address posts meanwhile is accepted.</summary>
public sealed class StarvationTests(ITestOutputHelper output)
{
    private const string Attacking = "127.0.0.2";

    [Fact]
    public Task Idle_connections_from_one_address_leave_the_others_to_other_addresses() => Siege.EndureSignedAsync(output, async siege =>
    {
        const int Count = 1024;
        SkipWithoutLoopbackNetwork();
        TcpClient?[] clients = await Task.WhenAll(Enumerable.Range(0, Count).Select(_ => Attacker.KeepAliveAsync(siege.Uri, Attacking)));
        await siege.ServesAsync(200);
        int open = clients.Count(client => client is not null);
        foreach (TcpClient? client in clients)
        {
            client?.Dispose();
        }

        Assert.Equal(128, open);
        return $"{Count} idle keep-alive connections from one address: {open} remained open, {Count - open} were closed.";
    });

    [Fact]
    public Task Slow_uploads_from_one_address_leave_memory_to_other_addresses() => Siege.EndureSignedAsync(
        output,
        async siege =>
        {
            const int Count = 47;
            const int Held = 4;
            SkipWithoutLoopbackNetwork();
            using var end = new CancellationTokenSource();
            int rejected = 0;
            Task[] uploads = [.. Enumerable.Range(0, Count).Select(_ => UploadSlowlyAsync(siege.Uri, () => Interlocked.Increment(ref rejected), end.Token))];
            while (Volatile.Read(ref rejected) < Count - Held)
            {
                await siege.ServesAsync(1);
            }

            await siege.ServesAsync(200);
            string figures = $"{Count} unsigned uploads of a megabyte from one address, each of which stalls after 700 KB: {rejected} were rejected, {Count - rejected} held memory.";
            await end.CancelAsync();
            await Task.WhenAll(uploads);
            return figures;
        },
        padding: 400_000);

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(768)]
    public Task A_process_that_may_open_few_files_closes_connections_rather_than_end(int openFiles)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The number of files that a process may open is limited by ulimit.");
        return Siege.EndureSignedAsync(
            output,
            async siege =>
            {
                int count = openFiles + 300;
                TcpClient?[] clients = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => Attacker.KeepAliveAsync(siege.Uri, Attacking)));
                await siege.ServesAsync(200);
                int open = clients.Count(client => client is not null);
                foreach (TcpClient? client in clients)
                {
                    client?.Dispose();
                }

                Assert.InRange(open, 20, openFiles);
                return string.Create(CultureInfo.InvariantCulture, $"With at most {openFiles} open files, {count} idle connections: {open} remained open.");
            },
            reconnects: false,
            openFiles: openFiles,
            arguments: ["--maximum-connections-per-address", "1000000"]);
    }

    [Fact]
    public async Task Unauthorized_requests_do_not_use_up_the_rate_limit_of_others()
    {
        const int Addresses = 11;
        const int Requests = 1100;
        SkipWithoutLoopbackNetwork();
        using var folder = new TemporaryFolder();
        await using ListenerProcess listener = await ListenerProcess.StartWithLimitsAsync(folder.File("webhook.log"), openFiles: null, "--scheme", "GitHub");
        var sender = new NumberedSender(secret: ListenerProcess.Secret, reconnects: true);
        await sender.PostAsync(listener.Uri, 10);
        long idle = listener.Memory;

        Task sending = sender.PostAsync(listener.Uri, 25);
        string outcomes = await Attacker.CountAsync(Requests, 16, number =>
            Attacker.SendAsync(listener.Uri, Attacker.Post("/hook", "{}"u8, "X-Hub-Signature-256: sha256=00\r\n"), from: $"127.0.1.{number % Addresses}"));
        await sending;
        await sender.PostAsync(listener.Uri, 50);

        Report($"{Requests} requests without a valid signature from {Addresses} addresses: {outcomes}.", listener, sender, idle, 85);
    }

    [Fact]
    public async Task Wrong_tokens_do_not_keep_readers_out()
    {
        const int Addresses = 10;
        const int Requests = 100;
        SkipWithoutLoopbackNetwork();
        using var folder = new TemporaryFolder();
        await using ListenerProcess listener = await ListenerProcess.StartWithLimitsAsync(
            folder.File("webhook.log"), openFiles: null, "--scheme", "GitHub", "--read-token-env", ListenerProcess.ReadTokenVariable);
        var sender = new NumberedSender(secret: ListenerProcess.Secret, reconnects: true);
        await sender.PostAsync(listener.Uri, 10);
        long idle = listener.Memory;

        Task sending = sender.PostAsync(listener.Uri, 25);
        string outcomes = await Attacker.CountAsync(Requests, 16, number =>
            Attacker.SendAsync(listener.Uri, Read($"wrong {number}"), from: $"127.0.1.{number % Addresses}"));
        await sending;
        int reader = await Attacker.SendAsync(listener.Uri, Read(ListenerProcess.ReadToken));
        await sender.PostAsync(listener.Uri, 25);

        Assert.Equal("100 × 401", outcomes);
        Assert.Equal((int)HttpStatusCode.OK, reader);
        Report($"{Requests} wrong tokens from {Addresses} addresses: {outcomes}; the right one from another address: {reader}.", listener, sender, idle, 60);

        static byte[] Read(string token) => Encoding.ASCII.GetBytes($"GET /live/alerts HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\r\n");
    }

    /// <summary>Linux and Windows have the whole network 127.0.0.0/8, macOS has one address of it.</summary>
    private static void SkipWithoutLoopbackNetwork() =>
        Assert.SkipWhen(OperatingSystem.IsMacOS(), "This system has only one loopback address.");

    private static async Task UploadSlowlyAsync(Uri uri, Action onRejected, CancellationToken end)
    {
        const int Size = 1 << 20;
        using TcpClient client = await Attacker.ConnectAsync(uri, Attacking);
        NetworkStream stream = client.GetStream();
        Task<int> reading = Attacker.ReadToEndAsync(stream);
        try
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /hook HTTP/1.1\r\nHost: localhost\r\nContent-Length: {Size}\r\n\r\n"), end);
            await stream.WriteAsync(Enumerable.Repeat((byte)' ', 700_000).ToArray(), end);
            await reading.WaitAsync(end);
        }
        catch (Exception exception) when (exception is IOException or OperationCanceledException)
        {
            // The listener closed the connection, or the test ended.
        }

        if (!end.IsCancellationRequested)
        {
            onRejected();
        }
    }

    private void Report(string attack, ListenerProcess listener, NumberedSender sender, long idle, int expected)
    {
        long most = listener.Memory;
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{attack} Meanwhile {sender.AcknowledgedCount} of {expected} signed alarms were accepted. Memory: {idle >> 20} MiB before, {most >> 20} MiB after.");
        output.WriteLine(figures);
        Assert.True(sender.AcknowledgedCount == expected, figures);
        Assert.True(most - idle <= 100 << 20, figures);
    }
}
