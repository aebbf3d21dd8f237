using System.Globalization;
using System.Net.Sockets;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending.Direct;

/// <summary>
/// A request and its reply over a connection of <see cref="DirectConnections"/>, on the thread that asks for it, which is blocked until it is done.
/// Its errors are the runtime's client's: <see cref="HttpRequestException"/>, <see cref="HttpIOException"/>, <see cref="SocketException"/>; and
/// <see cref="TimeoutException"/> when the attempt's time is over.
/// </summary>
internal sealed class DirectExchange(DirectConnections connections, DeliveryRequest request, DirectTarget target, TimeSpan timeout, CancellationToken cancellationToken)
{
    /// <summary>The longest head of a reply, as the runtime's client has it.</summary>
    private const int LongestHead = 64 * 1024;

    /// <summary>A line within a body in chunks: a length, and what nobody needs.</summary>
    private const int LongestLine = 4 * 1024;

    private Deadline _deadline;
    private DirectConnection _connection = null!;
    private CancellationTokenRegistration _registration;
    private ReplyHead? _head;
    private bool _isUsed;
    private bool _isComplete;

    /// <summary>Sends the request, over a connection that is there or over a new one. The attempt's time begins here.</summary>
    public void Send()
    {
        _deadline = Deadline.After(timeout);
        SendRequest();
    }

    /// <summary>Whether a reply begins, or the connection ends, within that time: then reading does not wait for it.</summary>
    public bool IsReplyThere(TimeSpan wait) => _connection.HasNews(wait);

    /// <summary>The status and the headers.</summary>
    public DeliveryResponse ReadHead(DateTimeOffset now)
    {
        AwaitReply();
        do
        {
            int length;
            while ((length = ReplyHead.FindEnd(_connection.Received)) < 0)
            {
                if (_connection.Received.Length > LongestHead)
                {
                    throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The reply's head is too long.");
                }

                FillOrThrow();
            }

            if (length > LongestHead)
            {
                throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The reply's head is too long.");
            }

            _head = ReplyHead.Parse(_connection.Received[..length]);
            _connection.Consume(length);
        }
        while (_head.IsInterim);

        return new DeliveryResponse
        {
            StatusCode = _head.StatusCode,
            Head = _head,
            RetryAfter = _head.RetryAfter is { } wait ? DeliveryResponseReader.ReadRetryAfter(wait, now) : null,
        };
    }

    /// <summary>The reply with its body, as much of it as is kept.</summary>
    public DeliveryResponse ReadBody(DeliveryResponse reply)
    {
        ReplyHead head = _head!;
        if (head.HasNoBody || head.ContentLength == 0)
        {
            _isComplete = true;
            return reply;
        }

        if (head.ContentLength is { } length)
        {
            return WithBody(reply, ReadCounted(length));
        }

        var body = new ByteBuffer();
        if (head.IsChunked)
        {
            _isComplete = ReadChunks(body);
        }
        else
        {
            ReadToEnd(body);
        }

        return WithBody(reply, body.Span);
    }

    /// <summary>Gives the connection back where it is good for another request, and closes it otherwise. Called once, at the end.</summary>
    public void End()
    {
        // Afterwards nobody closes the connection any more but its next user.
        _registration.Dispose();
        if (_isComplete && !cancellationToken.IsCancellationRequested && _head!.KeepsConnection)
        {
            connections.Return(target, _connection);
        }
        else
        {
            _connection?.Dispose();
        }
    }

    private void SendRequest()
    {
        while (true)
        {
            Connect();
            try
            {
                _connection.Send(DirectRequest.Write(request, target, _connection), _deadline);
                return;
            }
            catch (SocketException) when (_isUsed && !cancellationToken.IsCancellationRequested)
            {
                Disconnect();
            }
        }
    }

    private void Connect()
    {
        DirectConnection? used = connections.TryRent(target);
        _isUsed = used is not null;
        _connection = used ?? DirectConnection.Open(target, _deadline, cancellationToken);
        _registration = cancellationToken.UnsafeRegister(static connection => ((DirectConnection)connection!).Dispose(), _connection);
    }

    private void Disconnect()
    {
        _registration.Dispose();
        _connection.Dispose();
    }

    /// <summary>
    /// Waits for the first bytes. A connection that was used before may turn out to be closed without one: as a rule the receiver closed it while
    /// the request was on its way, and so it is sent once more.
    /// </summary>
    private void AwaitReply()
    {
        while (!TryAwaitReply())
        {
            if (!_isUsed)
            {
                throw EndedTooSoon();
            }

            Disconnect();
            SendRequest();
        }
    }

    private bool TryAwaitReply()
    {
        try
        {
            return _connection.Fill(_deadline);
        }
        catch (SocketException) when (_isUsed && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    private DeliveryResponse WithBody(DeliveryResponse reply, ReadOnlySpan<byte> body) => DeliveryResponseReader.AddBody(reply, body, CharsetOf(_head!.ContentType));

    private static string? CharsetOf(string? type) =>
        type is not null
        && type.Contains("charset", StringComparison.OrdinalIgnoreCase)
        && System.Net.Http.Headers.MediaTypeHeaderValue.TryParse(type, out System.Net.Http.Headers.MediaTypeHeaderValue? parsed)
            ? parsed.CharSet
            : null;

    private void FillOrThrow()
    {
        if (!_connection.Fill(_deadline))
        {
            throw EndedTooSoon();
        }
    }

    private static HttpIOException EndedTooSoon() => new(HttpRequestError.ResponseEnded, "The reply ended too soon.");

    private ReadOnlySpan<byte> ReadCounted(long length)
    {
        int wanted = (int)Math.Min(length, DeliveryResponseReader.MaximumBodyLength + 1);
        while (_connection.Received.Length < wanted)
        {
            FillOrThrow();
        }

        ReadOnlySpan<byte> body = _connection.Received[..wanted];
        _connection.Consume(wanted);
        _isComplete = wanted == length;
        return body;
    }

    private void ReadToEnd(ByteBuffer body)
    {
        do
        {
            body.Append(_connection.Received);
            _connection.Consume(_connection.Received.Length);
        }
        while (body.Length <= DeliveryResponseReader.MaximumBodyLength && _connection.Fill(_deadline));
    }

    /// <summary>RFC 9112, 7.1. False where there is more than is kept.</summary>
    private bool ReadChunks(ByteBuffer body)
    {
        while (true)
        {
            long left = ReadChunkLength();
            if (left == 0)
            {
                SkipTrailers();
                return true;
            }

            while (left > 0)
            {
                if (_connection.Received.Length == 0)
                {
                    FillOrThrow();
                }

                int count = (int)Math.Min(left, _connection.Received.Length);
                body.Append(_connection.Received[..count]);
                _connection.Consume(count);
                left -= count;
                if (body.Length > DeliveryResponseReader.MaximumBodyLength)
                {
                    return false;
                }
            }

            if (ReadLine() is { Length: > 0 } rest)
            {
                throw ReplyHead.NotHttp("a chunk that is longer than it says", rest);
            }
        }
    }

    private long ReadChunkLength()
    {
        ReadOnlySpan<byte> line = ReadLine();
        int extension = line.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = (extension < 0 ? line : line[..extension]).TrimEnd(" \t"u8);
        return long.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long length) && length >= 0
            ? length
            : throw ReplyHead.NotHttp("a chunk without a length", line);
    }

    private void SkipTrailers()
    {
        int skipped = 0;
        while (ReadLine().Length is var length and > 0)
        {
            if ((skipped += length) > LongestHead)
            {
                throw new HttpRequestException(HttpRequestError.ConfigurationLimitExceeded, "The lines after the reply's body are too long.");
            }
        }
    }

    /// <summary>A line without its end, valid until the next call.</summary>
    private ReadOnlySpan<byte> ReadLine()
    {
        int end;
        while ((end = _connection.Received.IndexOf((byte)'\n')) < 0)
        {
            if (_connection.Received.Length > LongestLine)
            {
                throw ReplyHead.NotHttp("a line without an end", _connection.Received);
            }

            FillOrThrow();
        }

        ReadOnlySpan<byte> line = _connection.Received[..end];
        _connection.Consume(end + 1);
        return line.EndsWith("\r"u8) ? line[..^1] : line;
    }
}
