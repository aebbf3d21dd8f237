using System.Runtime.InteropServices;

namespace WebhookTools.Cli.Terminal;

/// <summary>
/// Standard output as raw bytes. The console's own stream silently drops bytes after its reader has closed the pipe, so that
/// a command before <c>| head -1</c> would process all of its input. This one throws an <see cref="OutputClosedException"/>.
/// </summary>
internal sealed class StandardOutputStream : Stream
{
    private const int Descriptor = 1;

    // The errno values are the same on Linux, macOS and the BSDs.
    private const int InterruptedCall = 4;
    private const int BrokenPipe = 32;

    private readonly Stream _console = Console.OpenStandardOutput();

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (OperatingSystem.IsWindows())
        {
            _console.Write(buffer);
            return;
        }

        while (!buffer.IsEmpty)
        {
            nint written = SystemWrite(Descriptor, in MemoryMarshal.GetReference(buffer), buffer.Length);
            int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            switch (error)
            {
                case 0:
                    buffer = buffer[(int)written..];
                    break;
                case InterruptedCall:
                    break;
                case BrokenPipe:
                    throw new OutputClosedException();
                default:
                    // The console's stream handles non-blocking pipes and reports other errors.
                    _console.Write(buffer);
                    return;
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    // Ctrl+C must end the wait for a reader that pauses, such as a pager.
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        new(Task.Run(() => Write(buffer.Span), CancellationToken.None).WaitAsync(cancellationToken));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _console.Dispose();
        }

        base.Dispose(disposing);
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemWrite(int descriptor, in byte buffer, nint count);
}

/// <summary>The reader of standard output has closed the pipe, as <c>| head</c> does. This is not a failure.</summary>
internal sealed class OutputClosedException() : IOException("The reader of standard output has closed the pipe.");
