using System.Buffers;
using System.Management.Automation;
using System.Text;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Makes bodies of what is piped in: a string or bytes as they are, any other object as JSON.
/// Where JSON is to be changed or collected, a string or bytes are JSON too.
/// </summary>
internal sealed class PayloadReader
{
    private readonly ArrayBufferWriter<byte> _transformed = new();
    private readonly PSObjectAdapter _adapter = new();
    private readonly PayloadOptions _options;
    private readonly JsonTransformer? _transformer;
    private readonly PayloadBatcher _batcher;

    /// <exception cref="Core.WebhookException">A batch size is given for what is no array.</exception>
    public PayloadReader(PayloadOptions options, bool asArray, int batchSize)
    {
        if (batchSize > 0 && !asArray)
        {
            throw CommandErrors.BatchSizeNeedsArray();
        }

        _options = options;
        _batcher = new PayloadBatcher(asArray, batchSize);
        TakesJson = options.Flatten || options.OmitNull || asArray;
        _transformer = TakesJson ? new JsonTransformer(options) : null;
    }

    /// <summary>Whether raw bodies are read as JSON.</summary>
    public bool TakesJson { get; }

    /// <summary>Takes an object; gives a body when one is complete.</summary>
    public WebhookBody? Add(object? value)
    {
        object? raw = value is PSObject wrapper ? wrapper.BaseObject : value;
        return raw switch
        {
            string text => TakesJson ? AddJson(Encoding.UTF8.GetBytes(text)) : WebhookBody.FromText(text),
            byte[] bytes => TakesJson ? AddJson(bytes) : WebhookBody.FromBytes(bytes),
            _ => AddObject(value),
        };
    }

    /// <summary>Takes one JSON value; gives a body when one is complete.</summary>
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

    /// <summary>Gives what is left, or null.</summary>
    public WebhookBody? Complete() => _batcher.Complete();

    private WebhookBody? AddObject(object? value)
    {
        byte[] json = ObjectSerializer.Serialize(value, _adapter, _options.MaximumDepth);
        return _transformer is null ? _batcher.Add(json) : AddJson(json);
    }
}
