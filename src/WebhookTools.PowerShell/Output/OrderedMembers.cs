using System.Collections.Specialized;

namespace WebhookTools.PowerShell.Output;

/// <summary>Creates the ordered dictionaries of output objects, whose entries scripts can access as members.</summary>
internal static class OrderedMembers
{
    /// <summary>Creates a dictionary with case-insensitive names.</summary>
    public static OrderedDictionary Headers(IEnumerable<KeyValuePair<string, string>> members) => Copy(members, StringComparer.OrdinalIgnoreCase);

    /// <summary>Creates a read-only dictionary with case-sensitive names, because labels and annotations are case-sensitive at their source.</summary>
    public static OrderedDictionary Labels(IEnumerable<KeyValuePair<string, string>> members) => Copy(members, StringComparer.Ordinal).AsReadOnly();

    private static OrderedDictionary Copy(IEnumerable<KeyValuePair<string, string>> members, StringComparer comparer)
    {
        var copy = new OrderedDictionary(comparer);
        foreach ((string name, string value) in members)
        {
            copy[name] = value;
        }

        return copy;
    }
}
