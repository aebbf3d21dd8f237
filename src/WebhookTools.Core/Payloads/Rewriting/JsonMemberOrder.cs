using System.Text;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Which members of an object are written, and in which order.</summary>
internal static class JsonMemberOrder
{
    /// <summary>The members by the code points of their names; of two with the same name the first stays the first.</summary>
    public static List<int> Sort(JsonTokens tokens, List<int> members)
    {
        var named = new (byte[] Name, int Member)[members.Count];
        for (int position = 0; position < named.Length; position++)
        {
            named[position] = (tokens.GetName(members[position]).ToArray(), members[position]);
        }

        Array.Sort(named, static (left, right) =>
        {
            int order = left.Name.AsSpan().SequenceCompareTo(right.Name);
            return order != 0 ? order : left.Member.CompareTo(right.Member);
        });
        return [.. named.Select(pair => pair.Member)];
    }

    /// <summary>The members without those whose name comes again: the last value stays, in the place of the first.</summary>
    public static List<int> DropDuplicates(JsonTokens tokens, List<int> members)
    {
        var last = new OrderedDictionary<string, int>(members.Count, StringComparer.Ordinal);
        foreach (int member in members)
        {
            // Latin-1 gives each byte a character of its own, so that names are the same where their bytes are.
            last[Encoding.Latin1.GetString(tokens.GetName(member))] = member;
        }

        return last.Count == members.Count ? members : [.. last.Values];
    }
}
