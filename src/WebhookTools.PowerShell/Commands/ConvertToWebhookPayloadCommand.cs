using System.Management.Automation;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Input;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Makes the payload as it would be sent: flattened, without nulls, in batches.</summary>
[Cmdlet(VerbsData.ConvertTo, "WebhookPayload")]
[OutputType(typeof(string), typeof(byte[]))]
public sealed class ConvertToWebhookPayloadCommand : AsyncCommand
{
    private PayloadReader _reader = null!;

    /// <summary>What to convert. A string or bytes are JSON where they are changed or collected, and stay as they are otherwise; any other object becomes JSON.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("Body")]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Makes one level of dotted keys: {"disk":{"used":1}} becomes {"disk.used":1}.</summary>
    [Parameter]
    public SwitchParameter Flatten { get; set; }

    /// <summary>Removes members that are null, at every level.</summary>
    [Parameter]
    public SwitchParameter OmitNull { get; set; }

    /// <summary>Makes JSON arrays instead of single values.</summary>
    [Parameter]
    public SwitchParameter AsArray { get; set; }

    /// <summary>With -AsArray: the most items in an array. Default: 0, all in one.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int BatchSize { get; set; }

    /// <summary>With -Flatten: what stands between the segments of a key. Default: a dot.</summary>
    [Parameter]
    [AllowEmptyString]
    public string Separator { get; set; } = ".";

    /// <summary>With -Flatten: the member of a nested object whose value becomes a segment of the key. Default: name. Empty turns the rule off.</summary>
    [Parameter]
    [AllowEmptyString]
    public string NameKey { get; set; } = "name";

    /// <summary>How deep an object may be nested, 1 to 1000; deeper is an error, never cut. Default: 64.</summary>
    [Parameter]
    [ValidateRange(1, 1000)]
    public int Depth { get; set; } = 64;

    /// <summary>Writes the UTF-8 bytes of each payload as one array, instead of text.</summary>
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
