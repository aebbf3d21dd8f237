namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>Sorts the members of an object.</summary>
internal static class JsonMemberOrder
{
    /// <summary>Sorts members by the code points of their names. Members with equal names keep their order.</summary>
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
}
