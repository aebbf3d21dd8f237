using System.Runtime.InteropServices;

namespace WebhookTools.Cli.Terminal;

/// <summary>SIGINT and SIGTERM as cancellations. The first signal requests an orderly end; the second one ends the process.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _requested = new();
    private readonly CancellationTokenSource _forced = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public Interruption()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal);
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Requested => _requested.Token;

    /// <summary>Canceled by the second signal. The process ends when the callbacks return.</summary>
    public CancellationToken Forced => _forced.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _requested.Dispose();
        _forced.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        if (_requested.IsCancellationRequested)
        {
            _forced.Cancel();
            return;
        }

        context.Cancel = true;
        _requested.Cancel();
    }
}
