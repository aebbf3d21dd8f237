namespace WebhookTools.Core.Payloads;

/// <summary>Writes parsed values as the options say. Writing compact is one way of it, flattening the other.</summary>
internal sealed class PayloadWriter
{
    private readonly bool _omitNull;
    private readonly Flattener? _flattener;

    /// <summary>Creates a writer for valid options.</summary>
    public PayloadWriter(PayloadOptions options)
    {
        _omitNull = options.OmitNull;
        _flattener = options.Flatten ? new Flattener(JsonText.ToCanonical(options.Separator)) : null;
    }

    /// <summary>What the values have to be read with, so that this writer finds what it needs.</summary>
    public static JsonParserState CreateParserState(PayloadOptions options) =>
        new(options.MaximumDepth, options.Flatten && options.NameKey.Length > 0 ? JsonText.ToCanonical(options.NameKey) : null);

    /// <summary>Writes a value.</summary>
    public void Write(in JsonView view, int node, ByteBuffer output)
    {
        if (_flattener is not null)
        {
            _flattener.Write(view, node, output);
        }
        else
        {
            CompactWriter.Write(view, node, _omitNull, output);
        }
    }
}
