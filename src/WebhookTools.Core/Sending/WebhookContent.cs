using System.Buffers;
using System.Net;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>A body as HTTP content: its length is announced, a file is streamed, and it can be sent any number of times.</summary>
internal sealed class WebhookContent : HttpContent
{
    private const int BufferLength = 128 * 1024;

    private readonly WebhookBody _body;

    public WebhookContent(WebhookBody body, string contentType)
    {
        _body = body;
        Headers.TryAddWithoutValidation(DeliveryOptions.ContentTypeHeader, contentType);
    }

    /// <summary>Finds out, before a file is signed, that it is not the one that was given.</summary>
    /// <exception cref="WebhookException">The file has another size, or cannot be read.</exception>
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
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _body.TryGetMemory(out ReadOnlyMemory<byte> memory)
            ? stream.WriteAsync(memory, cancellationToken).AsTask()
            : CopyFileAsync(stream, cancellationToken);

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

    /// <summary>A disk that fails must not pass for a connection that failed: that would be tried again, in vain, and blamed on the receiver.</summary>
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
