namespace WebhookTools.Core.Payloads;

/// <summary>
/// Collects JSON values into bodies: each its own, or JSON arrays of a given size. A value that is an array itself is one item, as any other. Not thread-safe.
/// </summary>
public sealed class PayloadBatcher
{
    private readonly bool _asArray;
    private readonly int _batchSize;
    private readonly ByteBuffer _body = new();
    private long _items;

    /// <summary>Creates a batcher.</summary>
    /// <param name="asArray">Whether bodies are JSON arrays.</param>
    /// <param name="batchSize">The most items in an array; 0: all in one. Says nothing without arrays.</param>
    /// <exception cref="WebhookException">The batch size is negative.</exception>
    public PayloadBatcher(bool asArray, int batchSize)
    {
        if (batchSize < 0)
        {
            throw PayloadErrors.BatchSizeOutOfRange(batchSize);
        }

        _asArray = asArray;
        _batchSize = batchSize;
    }

    /// <summary>Takes a value, which is JSON already: what <see cref="JsonTransformer"/> or <see cref="ObjectSerializer"/> wrote. Gives a body when one is complete.</summary>
    /// <exception cref="PayloadException">The array would be too large; what was collected before stays.</exception>
    public WebhookBody? Add(ReadOnlySpan<byte> json) => _asArray ? Collect(json) : WebhookBody.FromBytes(json.ToArray());

    /// <summary>The same for bytes that nobody changes afterwards.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{byte})"/>
    public WebhookBody? Add(byte[] json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return _asArray ? Collect(json) : WebhookBody.FromBytes(json);
    }

    /// <summary>Gives what is left, or null.</summary>
    public WebhookBody? Complete() => _items == 0 ? null : Close();

    private WebhookBody? Collect(ReadOnlySpan<byte> json)
    {
        const int Punctuation = 2;
        Span<byte> destination = _body.GetSpan(json.Length + Punctuation);
        destination[0] = _items == 0 ? (byte)'[' : (byte)',';
        json.CopyTo(destination[1..]);
        _body.Advance(json.Length + 1);
        _items++;
        return _items == _batchSize ? Close() : null;
    }

    private WebhookBody Close()
    {
        _body.Append((byte)']');
        WebhookBody body = WebhookBody.FromBytes(_body.WrittenSpan.ToArray());
        _body.Clear();
        _items = 0;
        return body;
    }
}
