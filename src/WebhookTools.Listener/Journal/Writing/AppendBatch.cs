using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Entries that are written and flushed together: their bytes, one behind the other, and who waits for them.</summary>
internal sealed class AppendBatch
{
    /// <summary>The size of batch that is kept for its next use. Only a batch of one huge entry is bigger.</summary>
    public const int MaximumKeptBytes = 8 * 1024 * 1024;

    private const int InitialCapacity = 64 * 1024;
    private const int MaximumKeptEntries = 64 * 1024;
    private readonly ByteBuffer _bytes = new(InitialCapacity);
    private List<BatchEntry> _entries = [];
    private int _doneEntries;
    private int _doneBytes;

    /// <summary>How many bytes were added.</summary>
    public int Length => _bytes.Length;

    /// <summary>The entries that are not dealt with yet.</summary>
    public ReadOnlySpan<BatchEntry> Entries => CollectionsMarshal.AsSpan(_entries)[_doneEntries..];

    /// <summary>The bytes of <see cref="Entries"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.Written[_doneBytes..];

    /// <summary>Adds an entry.</summary>
    public void Add(ReadOnlySpan<byte> bytes, DateTimeOffset receivedAt, AppendCompletion? waiter)
    {
        _bytes.Append(bytes);
        _entries.Add(new BatchEntry(bytes.Length, receivedAt, waiter));
    }

    /// <summary>Takes the first entries, which are dealt with, out of <see cref="Entries"/> and <see cref="Bytes"/>.</summary>
    public void Skip(int entries, int bytes)
    {
        _doneEntries += entries;
        _doneBytes += bytes;
    }

    /// <summary>Empties it for its next use.</summary>
    public void Clear()
    {
        _bytes.Clear(MaximumKeptBytes);
        if (_entries.Capacity > MaximumKeptEntries)
        {
            _entries = [];
        }

        _entries.Clear();
        _doneEntries = 0;
        _doneBytes = 0;
    }
}

/// <summary>One entry of a batch.</summary>
/// <param name="Size">Its bytes.</param>
/// <param name="ReceivedAt">When it was received.</param>
/// <param name="Waiter">Whom to tell, or null where nobody waits.</param>
internal readonly record struct BatchEntry(int Size, DateTimeOffset ReceivedAt, AppendCompletion? Waiter);
