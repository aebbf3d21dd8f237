using System.Management.Automation;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Creates the payload that would be sent: flattened, without nulls, or in batches.</summary>
[Cmdlet(VerbsData.ConvertTo, "WebhookPayload")]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ConvertToWebhookPayloadCommand : AsyncCommand
{
    private PayloadReader _reader = null!;

    /// <summary>The object to convert. With -Flatten, -OmitNull or -AsArray, a string or bytes are read as JSON; otherwise they remain unchanged. Any other object becomes JSON.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Body")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Flattens objects to one level of dotted keys: {"disk":{"used":1}} becomes {"disk.used":1}.</summary>
    [Parameter]
    public SwitchParameter Flatten { get; set; }

    /// <summary>Removes null members at every level.</summary>
    [Parameter]
    public SwitchParameter OmitNull { get; set; }

    /// <summary>Creates JSON arrays instead of single values.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <summary>With -AsArray, the maximum number of items in an array. The default is 0: all items in one array.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>With -Flatten, the separator between the segments of a key. The default is a dot.</summary>
    [Parameter]
    [AllowEmptyString]
    public string Separator { get; set; } = ".";

    /// <summary>With -Flatten, the member of a nested object whose value becomes a segment of the key. The default is name. An empty string turns the rule off.</summary>
    [Parameter]
    [AllowEmptyString]
    public string NameKey { get; set; } = "name";

    /// <summary>The maximum depth of nested objects and arrays, 1 to 1000. A deeper object is an error; nothing is truncated. The default is 64.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Depth { get; set; } = 64;

    /// <summary>Returns each payload as an array of UTF-8 bytes instead of text.</summary>
    [Parameter]
    public SwitchParameter AsByteArray { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin() => _reader = new PayloadReader(
        new PayloadOptions { Flatten = Flatten, OmitNull = OmitNull, Separator = Separator, NameKey = NameKey, MaximumDepth = Depth },
        AsArray,
        BatchSize);

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        try
        {
            Write(_reader.Add(InputObject));
        }
        catch (WebhookException exception)
        {
            WriteError(ErrorRecords.Create(exception, InputObject));
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd() => Write(_reader.Complete());

    private void Write(WebhookBody? body)
    {
        if (body is null)
        {
            return;
        }

        ReadOnlyMemory<byte> bytes = body.ReadAll();
        if (AsByteArray)
        {
            WriteObject(bytes.ToArray());
        }
        else
        {
            WriteObject(Encoding.UTF8.GetString(bytes.Span));
        }
    }
}
