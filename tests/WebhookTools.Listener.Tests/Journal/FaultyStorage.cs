using WebhookTools.Listener.Journal.Storage;

namespace WebhookTools.Listener.Tests.Journal;

/// <summary>The file system with faults that a test can switch on and off.</summary>
internal sealed class FaultyStorage : IJournalStorage
{
    private readonly IJournalStorage _inner = PhysicalStorage.Instance;
    private int _flushes;
    private int _writes;

    /// <summary>The number of bytes that each write accepts before the disk is full, or null for no limit.</summary>
    public int? Room { get; set; }

    public bool FlushFails { get; set; }

    public bool TruncateFails { get; set; }

    public bool MoveFails { get; set; }

    /// <summary>Runs before each flush.</summary>
    public Action? OnFlush { get; set; }

    /// <summary>Runs before each write.</summary>
    public Action? OnWrite { get; set; }

    public int Flushes => _flushes;

    public int Writes => _writes;

    public List<string> Calls { get; } = [];

    public IJournalFile Open(string path, FileMode mode) => new FaultyFile(this, _inner.Open(path, mode));

    public void Move(string from, string to)
    {
        Record($"move {Path.GetFileName(from)} {Path.GetFileName(to)}");
        FailIf(MoveFails, "Device or resource busy");
        _inner.Move(from, to);
    }

    public void Delete(string path)
    {
        Record($"delete {Path.GetFileName(path)}");
        _inner.Delete(path);
    }

    public void CreateFolder(string path) => _inner.CreateFolder(path);

    public void FlushFolder(string path)
    {
        Record("flush folder");
        _inner.FlushFolder(path);
    }

    private static void FailIf(bool fails, string message)
    {
        if (fails)
        {
            throw new IOException(message);
        }
    }

    private void Record(string call)
    {
        lock (Calls)
        {
            Calls.Add(call);
        }
    }

    private sealed class FaultyFile(FaultyStorage storage, IJournalFile inner) : IJournalFile
    {
        public long Length => inner.Length;

        public FileIdentity Identity => inner.Identity;

        public DateTimeOffset LastWrittenAt => inner.LastWrittenAt;

        public bool IsLinked => inner.IsLinked;

        public bool IsInPlace(long length) => inner.IsInPlace(length);

        public int Read(Span<byte> destination, long offset) => inner.Read(destination, offset);

        public void Write(ReadOnlySpan<byte> bytes, long offset)
        {
            Interlocked.Increment(ref storage._writes);
            storage.OnWrite?.Invoke();
            if (storage.Room is int room && bytes.Length > room)
            {
                inner.Write(bytes[..room], offset);
                throw new IOException("No space left on device");
            }

            inner.Write(bytes, offset);
        }

        public void Flush()
        {
            Interlocked.Increment(ref storage._flushes);
            storage.OnFlush?.Invoke();
            FailIf(storage.FlushFails, "Input/output error");
            inner.Flush();
        }

        public void Truncate(long length)
        {
            FailIf(storage.TruncateFails, "Input/output error");
            inner.Truncate(length);
        }

        public void Dispose() => inner.Dispose();
    }
}
