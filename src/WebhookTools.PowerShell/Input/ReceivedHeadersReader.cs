using System.Collections;
using System.Management.Automation;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Signatures;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads received headers from a dictionary or from <c>Name: value</c> lines.</summary>
internal static class ReceivedHeadersReader
{
    /// <exception cref="Core.WebhookException">The value is neither, or a line is not a header.</exception>
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
