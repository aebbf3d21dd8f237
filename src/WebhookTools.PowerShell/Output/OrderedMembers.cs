using System.Collections.Specialized;

namespace WebhookTools.PowerShell.Output;

/// <summary>Makes the dictionaries of output objects: ordered, read-only, and reachable by member names in scripts.</summary>
internal static class OrderedMembers
{
    /// <summary>Header names, in any case.</summary>
    public static OrderedDictionary Headers(IEnumerable<KeyValuePair<string, string>> members) => Copy(members, StringComparer.OrdinalIgnoreCase);

    /// <summary>Labels and annotations, whose names are told apart by case where they come from.</summary>
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
