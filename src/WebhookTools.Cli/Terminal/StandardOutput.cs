using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace WebhookTools.Cli.Terminal;

/// <summary>Standard output for lines, gathered and written in blocks. A line is never torn by another thread's.</summary>
internal sealed class StandardOutput
{
    private const int BlockSize = 32 * 1024;

    // One object per line, read by programs: what JSON lets stand, stands.
    private static readonly JsonWriterOptions LineOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The bytes' own way out, for what writes blocks itself. Flush lines before.</summary>
    public Stream Raw { get; } = new StandardOutputStream();

    /// <summary>Whether nobody reads any more. Lines are dropped then: a verb that does more than print goes on, others stop.</summary>
    public bool IsReaderGone { get; private set; }

    /// <summary>Whether it is a person's screen.</summary>
    public static bool IsTerminal => !Console.IsOutputRedirected;

    /// <summary>Whether colours are wanted: on a screen, unless its reader says no (https://no-color.org).</summary>
    public static bool UsesColour => IsTerminal
        && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"))
        && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>How many columns the screen has.</summary>
    public static int Columns => Math.Max(Console.WindowWidth, 40);

    /// <summary>Writes a line.</summary>
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

    /// <summary>Lets the reader have what was written so far.</summary>
    public void Flush()
    {
        lock (_gate)
        {
            WriteBuffer();
        }
    }

    /// <summary>As <see cref="Flush"/>, where another error is already on its way and a second one would hide it.</summary>
    public void TryFlush()
    {
        try
        {
            Flush();
        }
        catch (IOException)
        {
            // The first error is the one that counts.
        }
    }

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
            if (!IsReaderGone)
            {
                Raw.Write(_buffer.WrittenSpan);
            }
        }
        catch (ReaderGoneException)
        {
            IsReaderGone = true;
        }
        finally
        {
            _buffer.ResetWrittenCount();
        }
    }
}
