using System.Runtime.InteropServices;
using System.Text.Json;

namespace WebhookTools.Core.Payloads;

/// <summary>
/// A JSON value as a flat list of nodes in document order, and the text of its names, strings and numbers. It is reused from value to value,
/// so that a stream is read without allocating. Names and strings are kept in the form that <see cref="JsonText"/> describes.
/// </summary>
internal sealed class JsonTree
{
    /// <summary>The index of the node of the whole value.</summary>
    public const int Root = 0;

    private const int InitialCapacity = 64;

    /// <summary>The number of nodes. <see cref="Clear"/> releases a larger array, so that one large value does not occupy memory for the rest of the run.</summary>
    private const int MaximumKeptNodes = 256 * 1024;

    private JsonTreeNode[] _nodes = new JsonTreeNode[InitialCapacity];

    public int Count { get; private set; }

    /// <summary>The text that <see cref="JsonTreeNode.NameStart"/> and <see cref="JsonTreeNode.TextStart"/> refer to.</summary>
    public ByteBuffer Text { get; } = new();

    public ref JsonTreeNode this[int index] => ref _nodes[index];

    public void Clear()
    {
        Count = 0;
        Text.Clear();
        if (_nodes.Length > MaximumKeptNodes)
        {
            _nodes = new JsonTreeNode[InitialCapacity];
        }
    }

    public ref JsonTreeNode Add(JsonValueKind kind)
    {
        if (Count == _nodes.Length)
        {
            Array.Resize(ref _nodes, Count * 2);
        }

        ref JsonTreeNode node = ref _nodes[Count++];
        node = new JsonTreeNode { Kind = kind, End = Count };
        return ref node;
    }

    public ReadOnlySpan<byte> GetName(int member) => Text.WrittenSpan.Slice(_nodes[member].NameStart, _nodes[member].NameLength);

    /// <summary>Returns the text of a string, without quotes, or of a number.</summary>
    public ReadOnlySpan<byte> GetText(int scalar) => Text.WrittenSpan.Slice(_nodes[scalar].TextStart, _nodes[scalar].TextLength);

    /// <summary>Enumerates the members of an object or the items of an array. Of several members with the same name, the last value is returned in the place of the first.</summary>
    public ChildEnumerator GetChildren(int container) => new(this, container);

    /// <param name="Member">The node that holds the member's name.</param>
    /// <param name="Value">The node of the value.</param>
    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Child(int Member, int Value);

    [StructLayout(LayoutKind.Auto)]
    public struct ChildEnumerator(JsonTree tree, int container)
    {
        private readonly int _end = tree[container].End;
        private int _next = container + 1;

        public Child Current { get; private set; }

        public readonly ChildEnumerator GetEnumerator() => this;

        public bool MoveNext()
        {
            while (_next < _end)
            {
                int member = _next;
                ref JsonTreeNode node = ref tree[member];
                _next = node.End;
                if (!node.IsDuplicate)
                {
                    Current = new Child(member, node.ReplacedBy == 0 ? member : node.ReplacedBy);
                    return true;
                }
            }

            return false;
        }
    }
}

/// <summary>A value in a <see cref="JsonTree"/>.</summary>
internal struct JsonTreeNode
{
    public JsonValueKind Kind;

    /// <summary>Whether an earlier member of the same object has the same name; its <see cref="ReplacedBy"/> leads to the last one.</summary>
    public bool IsDuplicate;

    /// <summary>The last member with the same name, whose value counts, or 0.</summary>
    public int ReplacedBy;

    public int NameStart;
    public int NameLength;
    public int TextStart;
    public int TextLength;

    /// <summary>The number of members or items that have been read, duplicates included.</summary>
    public int Count;

    /// <summary>The index of the node after this value and everything in it.</summary>
    public int End;
}
