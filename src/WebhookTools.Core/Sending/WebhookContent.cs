using System.Buffers;
using System.Net;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>A body as HTTP content. Its length is known in advance, and a file is streamed.</summary>
internal sealed class WebhookContent : HttpContent
{
    private const int BufferLength = 128 * 1024;

    private readonly WebhookBody _body;
    private readonly WebhookRequest _request;

    public WebhookContent(WebhookBody body, string contentType, WebhookRequest request)
    {
        _body = body;
        _request = request;
        Headers.TryAddWithoutValidation(DeliveryOptions.ContentTypeHeader, contentType);
    }

    /// <summary>Checks, before a file is signed, that its size has not changed since it was given.</summary>
    /// <exception cref="WebhookException">The size has changed, or the file cannot be read.</exception>
    public static void CheckUnchanged(WebhookBody body)
    {
        if (body.Path is null)
        {
            return;
        }

        using Stream stream = body.OpenRead();
        CheckLength(body, stream);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _request.MarkSent();
        return _body.TryGetMemory(out ReadOnlyMemory<byte> memory)
            ? stream.WriteAsync(memory, cancellationToken).AsTask()
            : CopyFileAsync(stream, cancellationToken);
    }

    private async Task CopyFileAsync(Stream destination, CancellationToken cancellationToken)
    {
        using Stream source = _body.OpenRead();
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferLength);
        try
        {
            long remaining = _body.Length;
            while (remaining > 0 && await ReadAsync(source, buffer, cancellationToken) is var read and > 0)
            {
                int sent = (int)Math.Min(read, remaining);
                await destination.WriteAsync(buffer.AsMemory(0, sent), cancellationToken);
                remaining -= sent;
            }

            CheckLength(_body, source);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CheckLength(WebhookBody body, Stream file)
    {
        if (file.Length != body.Length)
        {
            throw DeliveryOptionErrors.BodyFileChanged(body, file.Length);
        }
    }

    // A read error must not be mistaken for a connection error, which would be retried and blamed on the receiver.
    private async ValueTask<int> ReadAsync(Stream source, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await source.ReadAsync(buffer, cancellationToken);
        }
        catch (IOException exception)
        {
            throw DeliveryOptionErrors.BodyFileNotReadable(_body, exception);
        }
    }
}
