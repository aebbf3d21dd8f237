namespace WebhookTools.Core.Payloads;

/// <summary>
/// Lets the last member of a name win, in the position of the first one, as Python's dictionaries and JavaScript's objects do. Otherwise
/// a receiver that reads the first of two members would see another payload than a receiver that reads the last.
/// </summary>
internal sealed class DuplicateNames : IEqualityComparer<int>
{
    /// <summary>Up to this number of members, comparing each with each other costs less than hashing them.</summary>
    private const int MaximumCompared = 8;

    /// <summary>A larger table is released, so that one large object does not occupy memory for the rest of the run.</summary>
    private const int MaximumKept = 64 * 1024;

    private readonly JsonTree _tree;
    private Dictionary<int, int> _firstMembers;

    public DuplicateNames(JsonTree tree)
    {
        _tree = tree;
        _firstMembers = new Dictionary<int, int>(this);
    }

    /// <summary>Marks the members of an object that has been read.</summary>
    public void Resolve(int container)
    {
        bool isHashed = _tree[container].Count > MaximumCompared;
        int end = _tree[container].End;
        for (int member = container + 1; member < end; member = _tree[member].End)
        {
            int first = isHashed ? FindByHash(member) : Find(container + 1, member);
            if (first != member)
            {
                _tree[first].ReplacedBy = member;
                _tree[member].IsDuplicate = true;
            }
        }

        if (isHashed)
        {
            _firstMembers.Clear();
            if (_firstMembers.Capacity > MaximumKept)
            {
                _firstMembers = new Dictionary<int, int>(this);
            }
        }
    }

    bool IEqualityComparer<int>.Equals(int x, int y) => _tree.GetName(x).SequenceEqual(_tree.GetName(y));

    int IEqualityComparer<int>.GetHashCode(int obj) => JsonText.GetHashCode(_tree.GetName(obj));

    private int FindByHash(int member) => _firstMembers.TryAdd(member, member) ? member : _firstMembers[member];

    private int Find(int start, int member)
    {
        ReadOnlySpan<byte> name = _tree.GetName(member);
        for (int candidate = start; candidate < member; candidate = _tree[candidate].End)
        {
            if (_tree.GetName(candidate).SequenceEqual(name))
            {
                return candidate;
            }
        }

        return member;
    }
}
