namespace WebhookTools.Core.Payloads;

/// <summary>A stream of JSON values (one, or NDJSON) in, the same out, in flat memory.</summary>
public static class JsonStreamTransformer
{
    /// <summary>Transforms all values of the input; each becomes one line of the output.</summary>
    /// <param name="asArray">Collects values into JSON arrays, one per line.</param>
    /// <param name="batchSize">The most items in an array; 0: all in one.</param>
    /// <returns>The number of values read.</returns>
    public static Task<long> TransformAsync(Stream input, Stream output, PayloadOptions options, bool asArray, int batchSize, CancellationToken cancellationToken) => throw new NotImplementedException();

    /// <summary>Reads the values one by one: each memory is valid until the next is asked for.</summary>
    public static IAsyncEnumerable<ReadOnlyMemory<byte>> ReadValuesAsync(Stream input, int maximumDepth, CancellationToken cancellationToken) => throw new NotImplementedException();
}
