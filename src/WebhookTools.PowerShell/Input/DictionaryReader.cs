using System.Collections;
using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Input;

/// <summary>Reads names and their values from a dictionary; a value is a string, or several.</summary>
internal static class DictionaryReader
{
    /// <summary>One pair for each value.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(IDictionary? dictionary)
    {
        if (dictionary is null)
        {
            yield break;
        }

        foreach (DictionaryEntry entry in dictionary)
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

    /// <summary>The headers for the core's verification.</summary>
    public static SignatureHeaders ReadSignatureHeaders(IDictionary? dictionary)
    {
        var result = new SignatureHeaders();
        foreach ((string name, string value) in Read(dictionary))
        {
            result.Add(name, value);
        }

        return result;
    }

    private static object? Base(object? value) => value is PSObject wrapper ? wrapper.BaseObject : value;

    private static string Text(object? value) => Convert.ToString(Base(value), CultureInfo.InvariantCulture) ?? string.Empty;
}
