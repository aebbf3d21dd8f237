using System.Buffers;
using System.Management.Automation;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Makes the body that a signature is over: a string as UTF-8, bytes as they are, a file that is streamed.
/// Bytes that come one by one (<c>Get-Content -AsByteStream</c>) make one body together.
/// </summary>
internal sealed class RawBodyReader
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Takes what was piped in; gives the body, or null when it is a single byte that belongs to others.</summary>
    public WebhookBody? Add(object? value)
    {
        object? raw = value is PSObject wrapper ? wrapper.BaseObject : value;
        switch (raw)
        {
            case string text:
                return WebhookBody.FromText(text);
            case byte[] bytes:
                return WebhookBody.FromBytes(bytes);
            case object[] values when Array.TrueForAll(values, static value => Base(value) is byte):
                return WebhookBody.FromBytes(Array.ConvertAll(values, static value => (byte)Base(value)));
            case byte single:
                _bytes.Write([single]);
                return null;
            case FileInfo file:
                return WebhookBody.FromFile(file.FullName);
            case null:
                return WebhookBody.Empty;
            default:
                throw CommandErrors.BodyNotRaw(raw.GetType());
        }
    }

    /// <summary>The body that single bytes made, or null when there were none.</summary>
    public WebhookBody? Complete() => _bytes.WrittenCount > 0 ? WebhookBody.FromBytes(_bytes.WrittenMemory) : null;

    private static object Base(object value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
