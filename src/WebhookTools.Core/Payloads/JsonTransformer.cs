using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Checks one JSON value and writes it anew: compact, null-free, flattened, as the options say. Not thread-safe; made to be used again and again.
/// <para>
/// Numbers stay as they were written. Strings are written as UTF-8, escaped only where JSON requires it. Of members with the same name the last one
/// counts, at the first one's position. A UTF-8 byte-order mark before the value is dropped.
/// </para>
/// <para>
/// Flattening follows gcm's webhook exporter. Beyond its records, which are objects: an array is a list of records, each flattened by itself; any
/// other value stays as it is. A nested object's name that is itself an object or array becomes the text that Python writes for it, as gcm's does.
/// </para>
/// </summary>
public sealed class JsonTransformer
{
    private readonly JsonParserState _state;
    private readonly PayloadWriter _writer;
    private readonly ByteBuffer _result = new();

    /// <summary>Creates a transformer.</summary>
    /// <exception cref="WebhookException">An option has a value that is not allowed.</exception>
    public JsonTransformer(PayloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _state = PayloadWriter.CreateParserState(options);
        _writer = new PayloadWriter(options);
    }

    /// <summary>Reads one JSON value and writes the transformed one. Nothing is written when it fails.</summary>
    /// <exception cref="PayloadException">This is not one JSON value, is too deep or too large; says at which line and byte, and where in the value.</exception>
    public void Transform(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _result.Clear();
        _writer.Write(_state.ParseWhole(json), JsonView.Root, _result);
        output.Write(_result.Span);
    }
}
