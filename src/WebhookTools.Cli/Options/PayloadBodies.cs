using System.Buffers;
using System.Runtime.CompilerServices;
using WebhookTools.Cli.Errors;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Cli.Options;

/// <summary>Turns a stream of JSON values into request bodies, one at a time.</summary>
/// <param name="BatchSize">The maximum number of items in an array. 0 means no limit.</param>
/// <param name="AllowsMany">Whether more than one body is allowed.</param>
internal sealed record PayloadBodies(PayloadOptions Options, bool AsArray, int BatchSize, bool AllowsMany)
{
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
                // Hold the body back until the end of the input: if there are more, nothing is sent.
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
