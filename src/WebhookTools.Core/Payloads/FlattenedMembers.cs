using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>The members of a flattened record in the order of their first appearance; a later value of the same key takes the earlier one's place.</summary>
internal sealed class FlattenedMembers
{
    private const int SmallestSize = 64;

    /// <summary>A larger array is let go, so that one giant record does not stay for ever.</summary>
    private const int LargestKept = 256 * 1024;

    private readonly ByteBuffer _keys = new();
    private readonly HashSlots _slots = new();
    private Member[] _members = new Member[SmallestSize];
    private int _count;
    private long _keyBytes;

    /// <summary>Begins a value, which may be many records.</summary>
    public void BeginValue() => _keyBytes = 0;

    /// <summary>Begins a record.</summary>
    public void BeginRecord()
    {
        _keys.Clear();
        _slots.Clear(SmallestSize);
        _count = 0;
        if (_members.Length > LargestKept)
        {
            _members = new Member[SmallestSize];
        }
    }

    /// <summary>Sets a member.</summary>
    /// <exception cref="PayloadException">The value's keys have become too long altogether.</exception>
    public void Set(ReadOnlySpan<byte> key, int node)
    {
        // Those that collide count too: they take no room, but each of them takes its time.
        _keyBytes += key.Length;
        if (_keyBytes > PayloadLimits.MaximumValueSize)
        {
            throw PayloadErrors.PayloadTooLarge();
        }

        uint hash = KeyHash.Compute(key);
        int slot = _slots.First(hash);
        while (_slots[slot] is int number && number != HashSlots.Free)
        {
            ref Member member = ref _members[number - 1];
            if (member.Hash == hash && _keys.Span.Slice(member.KeyStart, member.KeyLength).SequenceEqual(key))
            {
                member.Node = node;
                return;
            }

            slot = _slots.Following(slot);
        }

        if (_count == _members.Length)
        {
            Array.Resize(ref _members, _count * 2);
        }

        _members[_count++] = new Member { KeyStart = _keys.Length, KeyLength = key.Length, Hash = hash, Node = node };
        _keys.Append(key);
        if (_count <= _slots.Capacity)
        {
            _slots[slot] = _count;
        }
        else
        {
            Rehash();
        }
    }

    /// <summary>Writes the record.</summary>
    public void Write(in JsonView view, ByteBuffer output)
    {
        output.Append((byte)'{');
        ReadOnlySpan<byte> keys = _keys.Span;
        ReadOnlySpan<Member> members = _members.AsSpan(0, _count);
        for (int index = 0; index < members.Length; index++)
        {
            if (index > 0)
            {
                output.Append((byte)',');
            }

            ref readonly Member member = ref members[index];
            CompactWriter.WriteName(keys.Slice(member.KeyStart, member.KeyLength), output);
            output.Append(view.Text(in view[member.Node]));
        }

        output.Append((byte)'}');
    }

    private void Rehash()
    {
        _slots.Clear(_count * 2);
        for (int number = 1; number <= _count; number++)
        {
            int slot = _slots.First(_members[number - 1].Hash);
            while (_slots[slot] != HashSlots.Free)
            {
                slot = _slots.Following(slot);
            }

            _slots[slot] = number;
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Member
    {
        public int KeyStart;
        public int KeyLength;
        public uint Hash;
        public int Node;
    }
}
