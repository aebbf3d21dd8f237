using System.Runtime.CompilerServices;

namespace WebhookTools.Core.Payloads;

/// <summary>A stream of JSON values in, the same out, in flat memory: one value, NDJSON, or values that follow one another in any layout.</summary>
public static class JsonStreamTransformer
{
    private const int WriteOutAt = 256 * 1024;

    /// <summary>
    /// Transforms all values of the input; each becomes one line of the output, or one item of an array. A value that is an array itself is one item.
    /// <para>
    /// Values are passed on before more input is waited for. When a value is wrong, all before it have been written, nothing of it, and nothing after it;
    /// an array that was begun stays open, so that no reader takes it for the whole.
    /// </para>
    /// </summary>
    /// <param name="input">Read from where it stands to its end; not disposed.</param>
    /// <param name="output">Written to and flushed; not disposed.</param>
    /// <param name="asArray">Collects values into JSON arrays, one per line.</param>
    /// <param name="batchSize">The most items in an array; 0: all in one, which is written even when there are none. Says nothing without arrays.</param>
    /// <returns>The number of values read.</returns>
    /// <exception cref="PayloadException">A value is wrong; the error names the line of the input.</exception>
    /// <exception cref="WebhookException">An option has a value that is not allowed.</exception>
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

        var lines = new PayloadLines(new PayloadWriter(options), asArray, batchSize);
        return TransformAsync(input, output, PayloadWriter.CreateParserState(options), lines, cancellationToken);
    }

    /// <summary>Reads the values one by one, checked, each as it came: each memory is valid until the next is asked for.</summary>
    /// <exception cref="PayloadException">A value is wrong; the error names the line of the input.</exception>
    /// <exception cref="WebhookException">The maximum depth is out of its range.</exception>
    public static IAsyncEnumerable<ReadOnlyMemory<byte>> ReadValuesAsync(Stream input, int maximumDepth, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        new PayloadOptions { MaximumDepth = maximumDepth }.Validate();
        return ReadAsync(input, new JsonParserState(maximumDepth), cancellationToken);
    }

    private static async Task<long> TransformAsync(Stream input, Stream output, JsonParserState state, PayloadLines lines, CancellationToken cancellationToken)
    {
        using var reader = new JsonValueReader(input, state);
        long count = 0;
        try
        {
            while (await reader.FillAsync(cancellationToken))
            {
                while (reader.TryRead())
                {
                    lines.Add(reader.View);
                    count++;
                    if (lines.Pending.Length >= WriteOutAt)
                    {
                        await WriteOutAsync(lines.Pending, output, cancellationToken);
                    }
                }

                await WriteOutAsync(lines.Pending, output, cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
        }
        catch (PayloadException)
        {
            await WriteOutAsync(lines.Pending, output, cancellationToken);
            await output.FlushAsync(cancellationToken);
            throw;
        }

        lines.Complete();
        await WriteOutAsync(lines.Pending, output, cancellationToken);
        await output.FlushAsync(cancellationToken);
        return count;
    }

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Stream input, JsonParserState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var reader = new JsonValueReader(input, state);
        while (await reader.FillAsync(cancellationToken))
        {
            while (reader.TryRead())
            {
                yield return reader.Value;
            }
        }
    }

    private static async ValueTask WriteOutAsync(ByteBuffer pending, Stream output, CancellationToken cancellationToken)
    {
        if (pending.Length > 0)
        {
            await output.WriteAsync(pending.Memory, cancellationToken);
            pending.Clear();
        }
    }
}
