namespace WebhookTools.Core.Payloads;

/// <summary>
/// One value on the <see cref="JsonTape"/>. Places in text are source offsets when they are not negative, and the complement of
/// an offset in the tape's own text when they are: strings that hold escapes are kept there in their canonical form.
/// </summary>
internal struct TapeNode
{
    /// <summary>The place of the member's name without its quotes; for a superseded member the node whose value it takes.</summary>
    public int NameStart;

    /// <summary>The length of the member's name.</summary>
    public int NameLength;

    private int _first;
    private int _second;

    /// <summary>What the value is.</summary>
    public TapeNodeKind Kind;

    /// <summary>A later member of the object has the same name: its value stands here, in the first one's position.</summary>
    public bool IsSuperseded;

    /// <summary>The member's value was moved to the position of the first member with its name.</summary>
    public bool IsMoved;

    /// <summary>The place of a scalar's text; a string's includes its quotes.</summary>
    public int Start
    {
        readonly get => _first;
        set => _first = value;
    }

    /// <summary>The length of a scalar's text.</summary>
    public int Length
    {
        readonly get => _second;
        set => _second = value;
    }

    /// <summary>The object's member that becomes a segment of flattened keys, or 0: a member never is the first node.</summary>
    public int NameMember
    {
        readonly get => _first;
        set => _first = value;
    }

    /// <summary>The node after the last one within this array or object.</summary>
    public int End
    {
        readonly get => _second;
        set => _second = value;
    }

    /// <summary>Whether the value has others within it.</summary>
    public readonly bool IsContainer => Kind >= TapeNodeKind.Array;
}
