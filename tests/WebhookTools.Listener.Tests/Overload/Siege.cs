using System.Globalization;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>
/// Attacks a listener while another sender posts to it. The listener must keep running, serve the sender, store each of its alarms
/// exactly once, and never use much more memory than when idle.
/// </summary>
internal sealed class Siege
{
    private const int Connections = 2;
    private const int Warming = 300;
    private const int LeastServed = 50;
    private const double MiB = 1 << 20;
    private const long AllowedGrowth = 100 << 20;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ListenerProcess _listener;
    private readonly NumberedSender _sender;

    private Siege(ListenerProcess listener, NumberedSender sender)
    {
        _listener = listener;
        _sender = sender;
    }

    public Uri Uri => _listener.Uri;

    /// <summary>Starts a listener, attacks it, and checks the result.</summary>
    /// <param name="attack">The attack. Its result precedes the figures in the output.</param>
    public static Task EndureAsync(ITestOutputHelper output, Func<Siege, Task<string>> attack, params IEnumerable<string> arguments) =>
        EndureAsync(output, attack, new NumberedSender(), openFiles: null, ["--maximum-connections-per-address", "1024", .. arguments]);

    /// <summary>Starts a listener, attacks it while signed alarms are posted, and checks the result.</summary>
    /// <param name="openFiles">The number of files that the listener may open, or null for that of the tests.</param>
    public static Task EndureSignedAsync(ITestOutputHelper output, Func<Siege, Task<string>> attack, int padding = 0, bool reconnects = true, int? openFiles = null, params IEnumerable<string> arguments) =>
        EndureAsync(output, attack, new NumberedSender(1, padding, ListenerProcess.Secret, reconnects), openFiles, ["--scheme", "GitHub", .. arguments]);

    private static async Task EndureAsync(ITestOutputHelper output, Func<Siege, Task<string>> attack, NumberedSender sender, int? openFiles, IEnumerable<string> arguments)
    {
        using var folder = new TemporaryFolder();
        string journal = folder.File("webhook.log");
        await using ListenerProcess listener = await ListenerProcess.StartWithLimitsAsync(journal, openFiles, ["--no-rate-limit", .. arguments]);
        var siege = new Siege(listener, sender);
        output.WriteLine(await siege.RunAsync(attack));
        await listener.KillAsync();
        await JournalProof.HoldsOnceAsync(siege._sender.Acknowledged, journal);
    }

    /// <summary>Waits until a number of further alarms of the sender are acknowledged.</summary>
    public async Task ServesAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (int enough = _sender.AcknowledgedCount + count; _sender.AcknowledgedCount < enough;)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System, patience.Token);
        }
    }

    private async Task<string> RunAsync(Func<Siege, Task<string>> attack)
    {
        using var end = new CancellationTokenSource();
        Task sending = _sender.PostAsync(Uri, Connections, end.Token);
        await ServesAsync(Warming);
        long idle = _listener.Memory;
        int before = _sender.AcknowledgedCount;
        Task<long> watching = WatchAsync(end.Token);
        string done;
        try
        {
            done = await attack(this);
            await ServesAsync(LeastServed);
        }
        finally
        {
            await end.CancelAsync();
        }

        await sending;
        long most = Math.Max(idle, await watching);
        string figures = string.Create(
            CultureInfo.InvariantCulture,
            $"{done} Meanwhile {_sender.AcknowledgedCount - before} alarms were served, the slowest in {_sender.Slowest.TotalMilliseconds:N0} ms. Memory: {idle / MiB:N0} MiB idle, {most / MiB:N0} MiB at most.");
        Assert.True(_listener.IsRunning, figures);
        Assert.True(_sender.Rejected == 0, figures);
        Assert.True(_sender.Lost == 0, figures);
        Assert.True(most - idle <= AllowedGrowth, figures);
        return figures;
    }

    private async Task<long> WatchAsync(CancellationToken end)
    {
        long most = 0;
        while (!end.IsCancellationRequested)
        {
            most = Math.Max(most, _listener.Memory);
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, CancellationToken.None);
        }

        return Math.Max(most, _listener.Memory);
    }
}
