using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>A server in a process of its own, killed at the end.</summary>
internal sealed class Server : IAsyncDisposable
{
    /// <summary>The most of its time that a process works which has nothing to do.</summary>
    private const double IdleShare = 0.1;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(250);

    private readonly Process _process;

    private Server(Process process) => _process = process;

    public long Memory => ProcessFigures.Memory(_process.Id);

    public TimeSpan ProcessorTime => ProcessFigures.ProcessorTime(_process.Id);

    public static int FindFreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts it, and waits until it takes connections.</summary>
    public static async Task<Server> StartAsync(Command command, int port, CancellationToken cancellationToken)
    {
        var server = new Server(command.Start());
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(Patience);
            while (!await IsListeningAsync(port, patience.Token))
            {
                if (server._process.HasExited)
                {
                    throw new InvalidOperationException($"{Path.GetFileName(command.Program)} ended with {server._process.ExitCode} before it listened.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until it has nothing left to do.</summary>
    /// <returns>How long it went on.</returns>
    public async Task<TimeSpan> SettleAsync(CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        TimeSpan wentOn = TimeSpan.Zero;
        TimeSpan before = ProcessorTime;
        while (Stopwatch.GetElapsedTime(began) < Patience)
        {
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
            TimeSpan now = ProcessorTime;
            if (now - before < Glance * IdleShare)
            {
                break;
            }

            before = now;
            wentOn = Stopwatch.GetElapsedTime(began);
        }

        return wentOn;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsListeningAsync(int port, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
