namespace WebhookTools.Core.Payloads;

/// <summary>
/// Collects JSON values into bodies, each with one value or with a JSON array of a given size. A value that is itself an array is one item. Not thread-safe.
/// </summary>
public sealed class PayloadBatcher
{
    private readonly bool _asArray;
    private readonly int _batchSize;
    private readonly ByteBuffer _body = new();
    private long _items;

    /// <summary>Creates a batcher.</summary>
    /// <param name="asArray">Whether bodies are JSON arrays.</param>
    /// <param name="batchSize">The maximum number of items in an array. 0: all in one array. Ignored unless <paramref name="asArray"/> is true.</param>
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

    /// <summary>Adds a JSON value, written by <see cref="JsonTransformer"/> or <see cref="ObjectSerializer"/>. Returns a body if one is complete, otherwise null.</summary>
    /// <exception cref="PayloadException">The array would be too large. The values that were collected before are kept.</exception>
    public WebhookBody? Add(ReadOnlySpan<byte> json) => _asArray ? Collect(json) : WebhookBody.FromBytes(json.ToArray());

    /// <summary>Adds a JSON value whose array is not modified afterwards.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{byte})"/>
    public WebhookBody? Add(byte[] json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return _asArray ? Collect(json) : WebhookBody.FromBytes(json);
    }

    /// <summary>Returns the remaining values as a body, or null if there are none.</summary>
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
