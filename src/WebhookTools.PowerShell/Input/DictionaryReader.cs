using System.Collections;
using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads names and values from a dictionary. A value is a string or a collection of strings.</summary>
internal static class DictionaryReader
{
    /// <summary>Returns one pair for each value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IDictionary? dictionary)
    {
        if (dictionary is null)
        {
            yield break;
        }

        foreach (DictionaryEntry entry in dictionary)
        {
            string name = ToText(entry.Key);
            if (Unwrap(entry.Value) is IEnumerable values and not string)
            {
                foreach (object? value in values)
                {
                    yield return new KeyValuePair<string, string>(name, ToText(value));
                }
            }
            else
            {
                yield return new KeyValuePair<string, string>(name, ToText(entry.Value));
            }
        }
    }

    public static SignatureHeaders ReadSignatureHeaders(IDictionary? dictionary)
    {
        var result = new SignatureHeaders();
        foreach ((string name, string value) in Read(dictionary))
        {
            result.Add(name, value);
        }

        return result;
    }

    private static object? Unwrap(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    private static string ToText(object? value) => Convert.ToString(Unwrap(value), CultureInfo.InvariantCulture) ?? string.Empty;
}
