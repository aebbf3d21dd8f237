using System.Buffers;
using System.Runtime.CompilerServices;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Sending;

/// <summary>The bodies that a stream of JSON values makes, one by one, as they are asked for.</summary>
/// <param name="Options">How each value is changed.</param>
/// <param name="AsArray">Whether values are collected into arrays.</param>
/// <param name="BatchSize">The most items in an array; 0: all in one.</param>
/// <param name="AllowsMany">Whether there may be more than one value.</param>
internal sealed record PayloadBodies(PayloadOptions Options, bool AsArray, int BatchSize, bool AllowsMany)
{
    /// <summary>Reads the bodies.</summary>
    public async IAsyncEnumerable<WebhookBody> ReadAsync(Stream input, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var transformer = new JsonTransformer(Options);
        var batcher = new PayloadBatcher(AsArray, BatchSize);
        var json = new ArrayBufferWriter<byte>();
        WebhookBody? only = null;
        await foreach (ReadOnlyMemory<byte> value in JsonStreamTransformer.ReadValuesAsync(input, Options.MaximumDepth, cancellationToken))
        {
            json.ResetWrittenCount();
            transformer.Transform(value.Span, json);
            if (batcher.Add(json.WrittenSpan) is not { } body)
            {
                continue;
            }

            if (AllowsMany)
            {
                yield return body;
            }
            else
            {
                // The one is held back until it is known to be the only one: half of a job that cannot be done is none.
                only = only is null ? body : throw CommandLineErrors.InputNotSingle();
            }
        }

        if (batcher.Complete() is { } last)
        {
            yield return last;
        }
        else if (!AllowsMany)
        {
            yield return only ?? throw CommandLineErrors.InputEmpty();
        }
    }
}
