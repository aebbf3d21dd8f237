using System.Runtime.InteropServices;

namespace WebhookTools.Cli.Terminal;

/// <summary>
/// Tells a verb whose whole job is its output that nobody reads it any more, as behind <c>| head</c>.
/// The console's stream keeps that to itself: it takes the bytes and drops them.
/// </summary>
internal sealed class ClosedPipe : IDisposable
{
    // POSIX numbers no signals, but every system that .NET runs on gives SIGPIPE 13.
    private const PosixSignal BrokenPipe = (PosixSignal)13;

    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration? _registration;
    private int _isClosed;

    private ClosedPipe(CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            _registration = PosixSignalRegistration.Create(BrokenPipe, OnSignal);
        }
    }

    /// <summary>Cancelled when the pipe was closed, or with the token that was given.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the reader has gone.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Watches standard output.</summary>
    public static ClosedPipe Watch(CancellationToken cancellationToken) => new(cancellationToken);

    public void Dispose()
    {
        _registration?.Dispose();
        _source.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        Volatile.Write(ref _isClosed, 1);
        _source.Cancel();
    }
}
