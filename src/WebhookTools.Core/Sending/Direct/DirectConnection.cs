using System.Net;
using System.Net.Sockets;

namespace WebhookTools.Core.Sending.Direct;

/// <summary>
/// One connection without TLS, whose calls block the thread that makes them: the reply wakes exactly the thread that waits for it.
/// Used by one thread at a time; disposing of it, from any thread, ends what that one waits for.
/// </summary>
internal sealed class DirectConnection : IDisposable
{
    private const int UsualBufferLength = 8 * 1024;

    private static readonly TimeSpan Instant = TimeSpan.FromMilliseconds(1);

    private readonly Socket _socket;
    private int _start;
    private int _end;

    private DirectConnection(Socket socket)
    {
        _socket = socket;
        OpenedAt = IdleSince = TimeProvider.System.GetTimestamp();
    }

    /// <summary>When it was opened, a timestamp.</summary>
    public long OpenedAt { get; }

    /// <summary>When it was last used, a timestamp.</summary>
    public long IdleSince { get; private set; }

    /// <summary>What was received and is not consumed yet. Valid until the next call.</summary>
    public Span<byte> Received => Buffer.AsSpan(_start, _end - _start);

    /// <summary>What is sent is written here first, before anything is received.</summary>
    private byte[] Buffer { get; set; } = new byte[UsualBufferLength];

    /// <summary>Opens a connection to the address's host, whichever of its addresses answers first.</summary>
    /// <exception cref="HttpRequestException">The name is not known, or nobody answers there.</exception>
    /// <exception cref="TimeoutException">The attempt's time is over.</exception>
    /// <exception cref="OperationCanceledException">No connection came about in the time that one may take, or the caller cancelled.</exception>
    public static DirectConnection Open(DirectTarget target, Deadline deadline, CancellationToken cancellationToken)
    {
        var longest = TimeSpan.FromMilliseconds(deadline.GetLongestWait());
        using var limit = new CancellationTokenSource(longest < ConnectionPool.ConnectTimeout ? longest : ConnectionPool.ConnectTimeout);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        SocketException? failure = null;
        foreach (IPAddress address in Resolve(target.Host, either.Token))
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                // Closing the socket is what ends a call that waits on it.
                using (either.Token.UnsafeRegister(static socket => ((Socket)socket!).Dispose(), socket))
                {
                    socket.Connect(address, target.Port);
                }

                either.Token.ThrowIfCancellationRequested();
                return new DirectConnection(socket);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                socket.Dispose();
                if (either.IsCancellationRequested)
                {
                    throw deadline.IsOver ? new TimeoutException() : new OperationCanceledException(exception.Message, exception, either.Token);
                }

                failure = (SocketException)exception;
            }
        }

        throw new HttpRequestException(HttpRequestError.ConnectionError, failure?.Message, failure);
    }

    /// <summary>
    /// Whether another request may go over it: it is open, and nothing came that nobody asked for, which would pass for the next request's reply.
    /// The system is asked where there was time for something to come.
    /// </summary>
    public bool IsQuiet() => _start == _end && (TimeProvider.System.GetElapsedTime(IdleSince) < Instant || !HasNews(TimeSpan.Zero));

    /// <summary>Whether there is something to receive, or the connection ends, within that time.</summary>
    public bool HasNews(TimeSpan wait)
    {
        try
        {
            return _socket.Poll(wait, SelectMode.SelectRead);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            return true;
        }
    }

    /// <summary>Room for what is to be sent.</summary>
    public Span<byte> Reserve(int length)
    {
        if (Buffer.Length < length)
        {
            Buffer = new byte[length];
        }

        return Buffer;
    }

    /// <summary>Sends what was written into <see cref="Reserve"/>'s room.</summary>
    /// <exception cref="SocketException">The connection broke.</exception>
    public void Send(int length, Deadline deadline)
    {
        for (int sent = 0; sent < length;)
        {
            SetTimeout(deadline.GetLongestWait());
            sent += _socket.Send(Buffer.AsSpan(sent, length - sent), SocketFlags.None, out SocketError error);
            ThrowIfFailed(error, deadline);
        }

        _start = _end = 0;
    }

    /// <summary>Waits for more bytes and adds them to <see cref="Received"/>.</summary>
    /// <returns>Whether there are any; false: the other side has said its last.</returns>
    /// <exception cref="SocketException">The connection broke.</exception>
    public bool Fill(Deadline deadline)
    {
        MakeRoom();

        // What has come in time counts, also where nobody looked in time.
        SetTimeout(deadline.IsOver && HasNews(TimeSpan.Zero) ? 1 : deadline.GetLongestWait());
        int count = _socket.Receive(Buffer.AsSpan(_end), SocketFlags.None, out SocketError error);
        ThrowIfFailed(error, deadline);
        _end += count;
        return count > 0;
    }

    /// <summary>Takes bytes off <see cref="Received"/>'s front.</summary>
    public void Consume(int count) => _start += count;

    /// <summary>Lets go of what only this exchange needed.</summary>
    public void Rest()
    {
        IdleSince = TimeProvider.System.GetTimestamp();
        if (Buffer.Length > UsualBufferLength && _start == _end)
        {
            Buffer = new byte[UsualBufferLength];
            _start = _end = 0;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private static IPAddress[] Resolve(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out IPAddress? address))
        {
            return [address];
        }

        try
        {
            // Only the asynchronous call can be cancelled. The thread is the caller's to block.
            return Dns.GetHostAddressesAsync(host, cancellationToken).GetAwaiter().GetResult();
        }
        catch (SocketException exception)
        {
            throw new HttpRequestException(HttpRequestError.NameResolutionError, exception.Message, exception);
        }
    }

    private void SetTimeout(int milliseconds)
    {
        if (_socket.ReceiveTimeout != milliseconds)
        {
            _socket.ReceiveTimeout = milliseconds;
            _socket.SendTimeout = milliseconds;
        }
    }

    private void MakeRoom()
    {
        if (_end < Buffer.Length)
        {
            return;
        }

        if (_start == 0)
        {
            byte[] larger = new byte[Buffer.Length * 2];
            Received.CopyTo(larger);
            Buffer = larger;
            return;
        }

        Received.CopyTo(Buffer);
        _end -= _start;
        _start = 0;
    }

    private static void ThrowIfFailed(SocketError error, Deadline deadline)
    {
        if (error != SocketError.Success)
        {
            throw error == SocketError.TimedOut && deadline.IsOver ? new TimeoutException() : new SocketException((int)error);
        }
    }
}
