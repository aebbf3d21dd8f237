using System.Collections;
using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads headers from a dictionary, whose values are a string, or several.</summary>
internal static class HeaderReader
{
    /// <summary>The header lines, one for each value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IDictionary? headers)
    {
        if (headers is null)
        {
            yield break;
        }

        foreach (DictionaryEntry entry in headers)
        {
            string name = Text(entry.Key);
            if (Base(entry.Value) is IEnumerable values and not string)
            {
                foreach (object? value in values)
                {
                    yield return new KeyValuePair<string, string>(name, Text(value));
                }
            }
            else
            {
                yield return new KeyValuePair<string, string>(name, Text(entry.Value));
            }
        }
    }

    /// <summary>The same for the core's verification.</summary>
    public static SignatureHeaders ReadSignatureHeaders(IDictionary? headers)
    {
        var result = new SignatureHeaders();
        foreach ((string name, string value) in Read(headers))
        {
            result.Add(name, value);
        }

        return result;
    }

    private static object? Base(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    private static string Text(object? value) => Convert.ToString(Base(value), CultureInfo.InvariantCulture) ?? string.Empty;
}
