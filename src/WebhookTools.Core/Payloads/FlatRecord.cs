using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>The members of a flattened record in the order in which their keys first appeared. A later value of the same key replaces the earlier one.</summary>
internal sealed class FlatRecord : IEqualityComparer<FlatRecord.Key>
{
    /// <summary>A larger table is released, so that one large record does not occupy memory for the rest of the run.</summary>
    private const int MaximumKept = 64 * 1024;

    private readonly ByteBuffer _keys = new();
    private readonly List<(Key Key, int Value)> _members = [];
    private Dictionary<Key, int> _positions;
    private long _keyBytes;

    public FlatRecord() => _positions = new Dictionary<Key, int>(this);

    /// <summary>Starts to count the bytes of keys for a value, which may contain many records.</summary>
    public void BeginValue() => _keyBytes = 0;

    public void BeginRecord()
    {
        _keys.Clear();
        _members.Clear();
        _positions.Clear();
        if (_positions.Capacity > MaximumKept)
        {
            _members.Capacity = 0;
            _positions = new Dictionary<Key, int>(this);
        }
    }

    /// <exception cref="PayloadException">The keys of the value are too long in total.</exception>
    public void Set(ReadOnlySpan<byte> key, int value)
    {
        // Keys that replace each other count too: they occupy no memory, but each takes time.
        _keyBytes += key.Length;
        if (_keyBytes > PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.PayloadTooLarge();
        }

        var added = new Key(_keys.Length, key.Length);
        _keys.Append(key);
        ref int position = ref CollectionsMarshal.GetValueRefOrAddDefault(_positions, added, out bool exists);
        if (exists)
        {
            _keys.Length = added.Start;
            _members[position] = (_members[position].Key, value);
        }
        else
        {
            position = _members.Count;
            _members.Add((added, value));
        }
    }

    public void Write(JsonTree tree, ByteBuffer output)
    {
        output.Append((byte)'{');
        bool isFirst = true;
        foreach ((Key key, int value) in _members)
        {
            JsonTreeWriter.WriteName(TextOf(key), isFirst, output);
            JsonTreeWriter.WriteScalar(tree, value, output);
            isFirst = false;
        }

        output.Append((byte)'}');
    }

    bool IEqualityComparer<Key>.Equals(Key x, Key y) => TextOf(x).SequenceEqual(TextOf(y));

    int IEqualityComparer<Key>.GetHashCode(Key obj) => JsonText.GetHashCode(TextOf(obj));

    private ReadOnlySpan<byte> TextOf(Key key) => _keys.WrittenSpan.Slice(key.Start, key.Length);

    [StructLayout(LayoutKind.Auto)]
    public readonly record struct Key(int Start, int Length);
}
