using System.Runtime.CompilerServices;

namespace WebhookTools.Core.Payloads;

/// <summary>Transforms a stream of JSON values in constant memory: one value, NDJSON, or values that follow one another in any layout.</summary>
public static class JsonStreamTransformer
{
    private const int WriteThreshold = 256 * 1024;

    /// <summary>
    /// Transforms all values of the input. Each becomes a line of the output, or an item of an array. A value that is itself an array is one item.
    /// <para>
    /// Values are written before more input is awaited. If a value is not valid, all values before it are written, and nothing of it or after it;
    /// an array that has been started remains open, so that no reader mistakes it for complete output.
    /// </para>
    /// </summary>
    /// <param name="input">Read from its current position to its end; not disposed.</param>
    /// <param name="output">Written to and flushed; not disposed.</param>
    /// <param name="options">How values are transformed.</param>
    /// <param name="asArray">Whether values are collected into JSON arrays, one per line.</param>
    /// <param name="batchSize">The maximum number of items in an array. 0: a single array, which is written even if there are no values. Ignored unless <paramref name="asArray"/> is true.</param>
    /// <param name="cancellationToken">Cancels reading and writing.</param>
    /// <returns>The number of values read.</returns>
    /// <exception cref="PayloadException">A value is not valid. The error names its line in the input.</exception>
    /// <exception cref="WebhookException">An option is not valid.</exception>
    public static Task<long> TransformAsync(Stream input, Stream output, PayloadOptions options, bool asArray, int batchSize, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (batchSize < 0)
        {
            throw PayloadErrors.BatchSizeOutOfRange(batchSize);
        }

        var lines = new PayloadLineWriter(new PayloadWriter(options), asArray, batchSize);
        return TransformAsync(new JsonStreamReader(input, options.MaximumDepth), output, lines, cancellationToken);
    }

    /// <summary>Reads values one by one and returns each unchanged after it was checked. The memory is valid until the next value is requested.</summary>
    /// <exception cref="PayloadException">A value is not valid. The error names its line in the input.</exception>
    /// <exception cref="WebhookException">The maximum depth is out of range.</exception>
    public static IAsyncEnumerable<ReadOnlyMemory<byte>> ReadValuesAsync(Stream input, int maximumDepth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        new PayloadOptions { MaximumDepth = maximumDepth }.Validate();
        return ReadAsync(input, maximumDepth, cancellationToken);
    }

    private static async Task<long> TransformAsync(JsonStreamReader reader, Stream output, PayloadLineWriter lines, CancellationToken cancellationToken)
    {
        using JsonStreamReader disposed = reader;
        long count = 0;
        Func<ValueTask> write = () => WriteAsync(lines.Pending, output, cancellationToken);
        try
        {
            while (await reader.ReadAsync(write, cancellationToken))
            {
                lines.Add(reader.Tree);
                count++;
                if (lines.Pending.Length >= WriteThreshold)
                {
                    await write();
                }
            }
        }
        catch (PayloadException)
        {
            await write();
            throw;
        }

        lines.Complete();
        await write();
        return count;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream input, int maximumDepth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new JsonStreamReader(input, maximumDepth);
        while (await reader.ReadAsync(beforeWaiting: null, cancellationToken))
        {
            yield return reader.Value;
        }
    }

    private static async ValueTask WriteAsync(ByteBuffer pending, Stream output, CancellationToken cancellationToken)
    {
        if (pending.Length > 0)
        {
            await output.WriteAsync(pending.WrittenMemory, cancellationToken);
            pending.Clear();
        }

        await output.FlushAsync(cancellationToken);
    }
}
