using System.Runtime.InteropServices;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>Entries that share one write and one flush: their concatenated bytes, and the appends that wait for them.</summary>
internal sealed class AppendBatch
{
    /// <summary>The largest buffer in bytes that is kept for reuse. Only a batch of one huge entry is larger.</summary>
    public const int MaximumKeptBytes = 8 * 1024 * 1024;

    private const int MaximumKeptEntries = 64 * 1024;
    private readonly ByteBuffer _bytes = new(MaximumKeptBytes, Array.MaxLength);
    private List<BatchEntry> _entries = [];
    private int _completedEntries;
    private int _completedBytes;

    /// <summary>The total size in bytes, including completed entries.</summary>
    public int Length => _bytes.Length;

    /// <summary>The entries that are not completed.</summary>
    public ReadOnlySpan<BatchEntry> Entries => CollectionsMarshal.AsSpan(_entries)[_completedEntries..];

    /// <summary>The bytes of <see cref="Entries"/>.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan[_completedBytes..];

    public void Add(ReadOnlySpan<byte> bytes, DateTimeOffset receivedAt, AppendCompletion? completion)
    {
        _bytes.Append(bytes);
        _entries.Add(new BatchEntry(bytes.Length, receivedAt, completion));
    }

    /// <summary>Removes the first entries from <see cref="Entries"/> and <see cref="Bytes"/>, because they are completed.</summary>
    public void Skip(int entries, int bytes)
    {
        _completedEntries += entries;
        _completedBytes += bytes;
    }

    public void Clear()
    {
        _bytes.Clear();
        if (_entries.Capacity > MaximumKeptEntries)
        {
            _entries = [];
        }

        _entries.Clear();
        _completedEntries = 0;
        _completedBytes = 0;
    }
}

/// <summary>An entry of a batch.</summary>
/// <param name="Size">The size in bytes.</param>
/// <param name="ReceivedAt">The time of receipt.</param>
/// <param name="Completion">The waiting append, or null if it was acknowledged when it was queued.</param>
internal readonly record struct BatchEntry(int Size, DateTimeOffset ReceivedAt, AppendCompletion? Completion);
