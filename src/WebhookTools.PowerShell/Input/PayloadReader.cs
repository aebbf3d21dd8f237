using System.Buffers;
using System.Management.Automation;
using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Converts pipeline input to bodies: strings and bytes unchanged, other objects as JSON. If JSON is transformed or collected
/// into arrays, strings and bytes must be JSON too.
/// </summary>
internal sealed class PayloadReader
{
    private readonly ArrayBufferWriter<byte> _transformed = new();
    private readonly PSObjectAdapter _adapter = new();
    private readonly PayloadOptions _options;
    private readonly JsonTransformer? _transformer;
    private readonly PayloadBatcher _batcher;

    /// <exception cref="Core.WebhookException">A batch size is specified without <paramref name="asArray"/>.</exception>
    public PayloadReader(PayloadOptions options, bool asArray, int batchSize)
    {
        if (batchSize > 0 && !asArray)
        {
            throw CommandErrors.BatchSizeNeedsArray();
        }

        _options = options;
        _batcher = new PayloadBatcher(asArray, batchSize);
        ReadsJson = options.Flatten || options.OmitNull || asArray;
        _transformer = ReadsJson ? new JsonTransformer(options) : null;
    }

    /// <summary>Whether strings and bytes are read as JSON.</summary>
    public bool ReadsJson { get; }

    /// <summary>Adds an object. Returns a body if one is complete, or null.</summary>
    public WebhookBody? Add(object? value)
    {
        object? raw = value is PSObject wrapper ? wrapper.BaseObject : value;
        return raw switch
        {
            string text => ReadsJson ? AddJson(Encoding.UTF8.GetBytes(text)) : WebhookBody.FromText(text),
            byte[] bytes => ReadsJson ? AddJson(bytes) : WebhookBody.FromBytes(bytes),
            _ => AddObject(value),
        };
    }

    /// <summary>Adds one JSON value. Returns a body if one is complete, or null.</summary>
    public WebhookBody? AddJson(ReadOnlySpan<byte> json)
    {
        if (_transformer is null)
        {
            return _batcher.Add(json);
        }

        _transformed.ResetWrittenCount();
        _transformer.Transform(json, _transformed);
        return _batcher.Add(_transformed.WrittenSpan);
    }

    /// <summary>Returns the last body, or null if there is no more input.</summary>
    public WebhookBody? Complete() => _batcher.Complete();

    private WebhookBody? AddObject(object? value)
    {
        byte[] json = ObjectSerializer.Serialize(value, _adapter, _options.MaximumDepth);
        return _transformer is null ? _batcher.Add(json) : AddJson(json);
    }
}
