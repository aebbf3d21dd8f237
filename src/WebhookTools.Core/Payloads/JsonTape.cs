namespace WebhookTools.Core.Payloads;

/// <summary>A parsed JSON value as a flat list of nodes in document order. Made once, used for value after value.</summary>
internal sealed class JsonTape
{
    /// <summary>A larger array is let go, so that one giant value does not stay for ever.</summary>
    private const int LargestKept = 256 * 1024;

    private const int SmallestSize = 64;

    private TapeNode[] _nodes = new TapeNode[SmallestSize];
    private int _count;

    /// <summary>Strings that held escapes, in canonical form: only what JSON requires to be escaped is.</summary>
    public ByteBuffer CanonicalText { get; } = new();

    /// <summary>The nodes so far.</summary>
    public Span<TapeNode> Nodes => _nodes.AsSpan(0, _count);

    /// <summary>How many nodes there are: the index of the next.</summary>
    public int Count => _count;

    /// <summary>Forgets the value.</summary>
    public void Clear()
    {
        _count = 0;
        CanonicalText.Clear();
        if (_nodes.Length > LargestKept)
        {
            _nodes = new TapeNode[SmallestSize];
        }
    }

    /// <summary>Adds a node, with no names and no flags.</summary>
    public ref TapeNode Add(TapeNodeKind kind)
    {
        if (_count == _nodes.Length)
        {
            Array.Resize(ref _nodes, _count * 2);
        }

        ref TapeNode node = ref _nodes[_count++];
        node = default;
        node.Kind = kind;
        return ref node;
    }

    /// <summary>Looks at the value together with the text that it was read from.</summary>
    public JsonView View(ReadOnlySpan<byte> source) => new(source, Nodes, CanonicalText.Span);
}
