using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WebhookTools.Cli.Terminal;

/// <summary>Standard output for lines, which are buffered and written in blocks. Thread-safe.</summary>
internal sealed class StandardOutput
{
    private const int BlockSize = 32 * 1024;

    // The output is read by JSON parsers and not embedded in HTML, so only what JSON requires is escaped.
    private static readonly JsonWriterOptions LineOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private volatile bool _isClosed;

    /// <summary>The unbuffered stream, for a caller that writes in blocks. Flush lines before using it.</summary>
    public Stream Raw { get; } = new StandardOutputStream();

    /// <summary>True if the reader has closed the pipe, or was given up. Lines are then dropped: a command that does more than print continues, others stop.</summary>
    public bool IsClosed => _isClosed;

    public static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>Whether to use colors: on a terminal, unless NO_COLOR is set (https://no-color.org).</summary>
    public static bool UsesColor => IsTerminal
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    public static int Columns => Math.Max(Console.WindowWidth, 40);

    public void WriteLine(string line)
    {
        lock (_gate)
        {
            Encoding.UTF8.GetBytes(line, _buffer);
            EndLine();
        }
    }

    /// <summary>Writes one JSON value as a line.</summary>
    public void WriteJsonLine<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        lock (_gate)
        {
            using (var writer = new Utf8JsonWriter(_buffer, LineOptions))
            {
                write(writer, value);
            }

            EndLine();
        }
    }

    public void Flush()
    {
        // Checked before the lock, which a write holds while it waits for a reader that does not read.
        if (_isClosed)
        {
            return;
        }

        lock (_gate)
        {
            WriteBuffer();
        }
    }

    /// <summary>Flushes like <see cref="Flush"/>, but ignores an error, because it would hide the one that is being reported.</summary>
    public void TryFlush()
    {
        try
        {
            Flush();
        }
        catch (IOException)
        {
        }
    }

    /// <summary>Gives up a reader that does not read, so that the process can end. A write that waits for it is not waited for.</summary>
    public void Abandon() => _isClosed = true;

    private void EndLine()
    {
        _buffer.Write("\n"u8);
        if (_buffer.WrittenCount >= BlockSize)
        {
            WriteBuffer();
        }
    }

    private void WriteBuffer()
    {
        try
        {
            if (!_isClosed)
            {
                Raw.Write(_buffer.WrittenSpan);
            }
        }
        catch (OutputClosedException)
        {
            _isClosed = true;
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }
}
