using System.Buffers;
using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>
/// The bytes of one section of a curl trace. In the hexadecimal form every byte is there. In the ASCII
/// form a dot stands for each byte that cannot be printed, and CRLF is left out and begins a new line:
/// the offsets tell where.
/// </summary>
internal sealed class CurlTraceData
{
    /// <summary>curl prints 16 bytes to a line, as two digits and a space each, before the same bytes as text.</summary>
    private const int HexBytesPerLine = 16;

    /// <summary>A section is what one call sent: more than this is no trace of a webhook.</summary>
    private const int MaximumLength = 64 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool? _isHex;

    /// <summary>The bytes so far.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>How many bytes a dot stands for that may have been another byte.</summary>
    public int DotCount { get; private set; }

    /// <summary>Whether a line is <c>0040: …</c>.</summary>
    public static bool IsDataLine(ReadOnlySpan<byte> line) => TryReadOffset(line, out _, out _);

    /// <summary>Adds a line.</summary>
    public bool TryAdd(ReadOnlySpan<byte> line)
    {
        if (!TryReadOffset(line, out int offset, out int start) || offset < _bytes.WrittenCount || offset > MaximumLength)
        {
            return false;
        }

        ReadOnlySpan<byte> data = line[start..];
        Span<byte> decoded = stackalloc byte[HexBytesPerLine];
        int count = 0;
        if (_isHex != false)
        {
            count = ReadHex(data, decoded);
            _isHex ??= count > 0;
        }

        if (_isHex == true)
        {
            if (count == 0 || offset != _bytes.WrittenCount)
            {
                return false;
            }

            _bytes.Write(decoded[..count]);
            return true;
        }

        return TryFillGap(offset) && AddText(data);
    }

    /// <summary>The gap before a line of the ASCII form is the CRLF that began it.</summary>
    private bool TryFillGap(int offset)
    {
        int gap = offset - _bytes.WrittenCount;
        if (gap is not (0 or 2))
        {
            return false;
        }

        if (gap == 2)
        {
            _bytes.Write("\r\n"u8);
        }

        return true;
    }

    private bool AddText(ReadOnlySpan<byte> data)
    {
        DotCount += data.Count((byte)'.');
        _bytes.Write(data);
        return true;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> line, out int offset, out int start)
    {
        offset = 0;
        int colon = line.IndexOf((byte)':');
        start = colon + 2;
        return colon is >= 4 and <= 8
            && int.TryParse(line[..colon], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset)
            && line.Length >= start && line[colon + 1] == ' ';
    }

    /// <summary>Reads two digits and a space, up to 16 times; what follows is the text again.</summary>
    private static int ReadHex(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (data.Length < HexBytesPerLine * 3)
        {
            return 0;
        }

        int count = 0;
        while (count < HexBytesPerLine)
        {
            ReadOnlySpan<byte> cell = data.Slice(count * 3, 3);
            if (cell[2] != ' ' || !byte.TryParse(cell[..2], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out destination[count]))
            {
                break;
            }

            count++;
        }

        return data[(count * 3)..(HexBytesPerLine * 3)].ContainsAnyExcept((byte)' ') ? 0 : count;
    }
}
