using System.Collections;
using System.Management.Automation;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads received headers from a dictionary, or from lines <c>Name: value</c>.</summary>
internal static class ReceivedHeadersReader
{
    /// <summary>The headers for the core.</summary>
    /// <exception cref="Core.WebhookException">They are neither, or a line is no header.</exception>
    public static SignatureHeaders Read(object? value)
    {
        object? headers = value is PSObject wrapper ? wrapper.BaseObject : value;
        return headers switch
        {
            null => new SignatureHeaders(),
            IDictionary dictionary => DictionaryReader.ReadSignatureHeaders(dictionary),
            string text => CapturedRequestParser.Parse(text).ToSignatureHeaders(),
            IEnumerable lines => CapturedRequestParser.Parse(string.Join('\n', lines.Cast<object?>())).ToSignatureHeaders(),
            _ => throw CommandErrors.HeadersNotReadable(headers.GetType()),
        };
    }
}
