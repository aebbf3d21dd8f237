using System.Runtime.InteropServices;

namespace WebhookTools.Core.Payloads;

/// <summary>What came before the bytes at hand, so that an error names the place in the whole input.</summary>
/// <param name="Lines">Whole lines before.</param>
/// <param name="BytesInLine">Bytes of the current line before.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct JsonOrigin(long Lines, long BytesInLine)
{
    /// <summary>The place of the first byte at hand.</summary>
    public JsonPosition Position => new(Lines + 1, BytesInLine + 1);

    /// <summary>The origin after these bytes.</summary>
    public JsonOrigin After(ReadOnlySpan<byte> bytes)
    {
        int lastLineEnd = bytes.LastIndexOf((byte)'\n');
        return lastLineEnd < 0
            ? this with { BytesInLine = BytesInLine + bytes.Length }
            : new JsonOrigin(Lines + bytes.Count((byte)'\n'), bytes.Length - lastLineEnd - 1);
    }
}
