using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>A position in JSON text.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Byte">The byte in the line, from 1.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonPosition(long Line, long Byte)
{
    public static JsonPosition Start { get; } = new(1, 1);

    /// <summary>The position after bytes that start at this position.</summary>
    public JsonPosition After(ReadOnlySpan<byte> bytes)
    {
        int lastLineFeed = bytes.LastIndexOf((byte)'\n');
        return lastLineFeed < 0
            ? this with { Byte = Byte + bytes.Length }
            : new JsonPosition(Line + bytes.Count((byte)'\n'), bytes.Length - lastLineFeed);
    }

    /// <summary>The index of a position in bytes that start at this position, or their length if it lies beyond them.</summary>
    public int IndexOf(JsonPosition position, ReadOnlySpan<byte> bytes)
    {
        int start = 0;
        for (long line = Line; line < position.Line; line++)
        {
            start += bytes[start..].IndexOf((byte)'\n') + 1;
        }

        long offset = position.Byte - (position.Line == Line ? Byte : 1);
        return (int)Math.Min(start + offset, bytes.Length);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Line}, byte {Byte}");
}
