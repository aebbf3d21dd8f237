using System.Numerics;

namespace WebhookTools.Core.Payloads;

/// <summary>The slots of an open-addressing hash table of indices, with linear probing, at most half full.</summary>
internal sealed class HashSlots
{
    /// <summary>What a free slot holds: no index that is kept here is 0.</summary>
    public const int Free = 0;

    private const int SmallestSize = 32;

    /// <summary>A larger array is let go, so that one giant value does not stay for ever.</summary>
    private const int LargestKept = 512 * 1024;

    private int[] _slots = new int[SmallestSize];
    private int _mask = SmallestSize - 1;

    /// <summary>How many indices fit before the table must be made larger.</summary>
    public int Capacity => (_mask + 1) / 2;

    /// <summary>What a slot holds: an index, or <see cref="Free"/>.</summary>
    public ref int this[int slot] => ref _slots[slot];

    /// <summary>Frees all slots, and gives room for a number of indices.</summary>
    public void Clear(int count)
    {
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(SmallestSize, 2 * count));
        _mask = size - 1;
        if (_slots.Length < size || (_slots.Length > LargestKept && size <= LargestKept))
        {
            _slots = new int[size];
        }
        else
        {
            Array.Clear(_slots, 0, size);
        }
    }

    /// <summary>The slot to look at first.</summary>
    public int First(uint hash) => (int)(hash & (uint)_mask);

    /// <summary>The slot to look at next.</summary>
    public int Following(int slot) => (slot + 1) & _mask;
}
