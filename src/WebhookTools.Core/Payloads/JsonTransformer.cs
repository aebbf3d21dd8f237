using System.Buffers;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// Reads JSON values one at a time and writes each as the options say: compact, without null members, or flattened. Not thread-safe; meant to be reused.
/// <para>
/// Numbers remain as they were written. Strings are written as UTF-8, and only characters that JSON requires to be escaped are escaped. Of several members
/// with the same name, the last value is written in the position of the first. A UTF-8 byte-order mark before the value is dropped.
/// </para>
/// <para>
/// Flattening follows gcm's webhook exporter, whose records are objects. In addition, an array is a list of records that are flattened one by one, and any
/// other value remains unchanged. If the name of a nested object is itself an object or array, it becomes the text that Python writes for it, as with gcm.
/// </para>
/// </summary>
public sealed class JsonTransformer
{
    private readonly JsonTreeReader _reader;
    private readonly PayloadWriter _writer;
    private readonly ByteBuffer _result = new();

    /// <summary>Creates a transformer.</summary>
    /// <exception cref="WebhookException">An option is not valid.</exception>
    public JsonTransformer(PayloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _reader = new JsonTreeReader(options.MaximumDepth);
        _writer = new PayloadWriter(options);
    }

    /// <summary>Reads one JSON value and writes the transformed value. Nothing is written if it fails.</summary>
    /// <exception cref="PayloadException">The text is not one JSON value, or the value is too deep or too large. The error names the line, the byte and the path.</exception>
    public void Transform(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(output);
        _result.Clear();
        _writer.Write(_reader.ReadSingle(json), _result);
        output.Write(_result.WrittenSpan);
    }
}
