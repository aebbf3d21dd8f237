using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace WebhookTools.Benchmarks.Measuring;

/// <summary>A server process. Disposing kills it.</summary>
internal sealed class Server : IAsyncDisposable
{
    // A process that uses less than this share of a processor counts as idle.
    private const double IdleShare = 0.1;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SampleInterval = TimeSpan.FromMilliseconds(250);

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

    /// <summary>Starts a server and waits until it accepts connections.</summary>
    public static async Task<Server> StartAsync(Command command, int port, CancellationToken cancellationToken)
    {
        var server = new Server(command.Start());
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            timeout.CancelAfter(Timeout);
            while (!await IsListeningAsync(port, timeout.Token))
            {
                if (server._process.HasExited)
                {
                    throw new InvalidOperationException($"{Path.GetFileName(command.Program)} exited with {server._process.ExitCode} before it accepted connections.");
                }

                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, timeout.Token);
            }

            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until the server is idle, and returns how long that took.</summary>
    public async Task<TimeSpan> SettleAsync(CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        TimeSpan busy = TimeSpan.Zero;
        TimeSpan before = ProcessorTime;
        while (Stopwatch.GetElapsedTime(start) < Timeout)
        {
            await Task.Delay(SampleInterval, TimeProvider.System, cancellationToken);
            TimeSpan now = ProcessorTime;
            if (now - before < SampleInterval * IdleShare)
            {
                break;
            }

            before = now;
            busy = Stopwatch.GetElapsedTime(start);
        }

        return busy;
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
