using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>Checks one JSON value and writes it anew: compact, null-free, flattened, as the options say. Not thread-safe; made to be used again and again.</summary>
public sealed class JsonTransformer
{
    /// <summary>Creates a transformer.</summary>
    public JsonTransformer(PayloadOptions options) => throw new NotImplementedException();

    /// <summary>Reads one JSON value and writes the transformed one.</summary>
    public void Transform(ReadOnlySpan<byte> json, IBufferWriter<byte> output) => throw new NotImplementedException();
}
