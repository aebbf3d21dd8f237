using System.Buffers;
using System.Management.Automation;
using WebhookTools.Core.Payloads;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>
/// Reads the body that is signed or verified: a string as UTF-8, bytes unchanged, or a file, which is streamed.
/// Single bytes (<c>Get-Content -AsByteStream</c>) are collected into one body.
/// </summary>
internal sealed class RawBodyReader
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>Adds pipeline input. Returns the body, or null for a single byte, which is collected.</summary>
    public WebhookBody? Add(object? value)
    {
        object? raw = value is PSObject wrapper ? wrapper.BaseObject : value;
        switch (raw)
        {
            case string text:
                return WebhookBody.FromText(text);
            case byte[] bytes:
                return WebhookBody.FromBytes(bytes);
            case object[] values when Array.TrueForAll(values, static value => Unwrap(value) is byte):
                return WebhookBody.FromBytes(Array.ConvertAll(values, static value => (byte)Unwrap(value)));
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

    /// <summary>Returns the body of the collected bytes, or null if there are none.</summary>
    public WebhookBody? Complete() => _bytes.WrittenCount > 0 ? WebhookBody.FromBytes(_bytes.WrittenMemory) : null;

    private static object Unwrap(object value) => value is PSObject wrapper ? wrapper.BaseObject : value;
}
