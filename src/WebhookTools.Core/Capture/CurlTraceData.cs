using System.Buffers;
using System.Globalization;

namespace WebhookTools.Core.Capture;

/// <summary>
/// Decodes one section of a curl trace. The hexadecimal format contains every byte. The ASCII format replaces each
/// unprintable byte with a dot, and replaces CRLF with a line break, which only the offsets reveal.
/// </summary>
internal sealed class CurlTraceData
{
    /// <summary>curl writes 16 bytes per line, as two digits and a space each, followed by the same bytes as text.</summary>
    private const int HexBytesPerLine = 16;

    /// <summary>The maximum length of a section in bytes.</summary>
    private const int MaximumLength = 64 * 1024 * 1024;

    private readonly ArrayBufferWriter<byte> _bytes = new();
    private bool? _isHex;

    public ReadOnlyMemory<byte> Bytes => _bytes.WrittenMemory;

    /// <summary>The number of dots in the ASCII format, each of which may replace another byte.</summary>
    public int DotCount { get; private set; }

    /// <summary>True for a line such as <c>0040: …</c>.</summary>
    public static bool IsDataLine(ReadOnlySpan<byte> line) => TryReadOffset(line, out _, out _);

    /// <summary>Adds a data line. Returns false if it is invalid.</summary>
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

        if (!TryFillGap(offset))
        {
            return false;
        }

        DotCount += data.Count((byte)'.');
        _bytes.Write(data);
        return true;
    }

    /// <summary>In the ASCII format, a gap of two bytes before a line is a CRLF.</summary>
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

    private static bool TryReadOffset(ReadOnlySpan<byte> line, out int offset, out int start)
    {
        offset = 0;
        int colon = line.IndexOf((byte)':');
        start = colon + 2;
        return colon is >= 4 and <= 8
            && int.TryParse(line[..colon], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out offset)
            && line.Length >= start && line[colon + 1] == ' ';
    }

    /// <summary>Reads up to 16 hexadecimal bytes. Returns 0 if the line is not in the hexadecimal format.</summary>
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
