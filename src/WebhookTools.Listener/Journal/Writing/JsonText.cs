using System.Buffers;
using System.Text;

namespace WebhookTools.Listener.Journal.Writing;

/// <summary>What the two layouts of JSON text have in common.</summary>
internal static class JsonText
{
    private static readonly SearchValues<byte> EndsOrBreaks = SearchValues.Create("\"\\\r\n"u8);

    /// <summary>Moves from a string's opening quote to behind its closing one; false if it has none, or holds a line break, which JSON forbids.</summary>
    public static bool TrySkipString(ReadOnlySpan<byte> json, ref int position)
    {
        int current = position + 1;
        while (current < json.Length)
        {
            int found = json[current..].IndexOfAny(EndsOrBreaks);
            if (found < 0)
            {
                return false;
            }

            current += found;
            switch (json[current])
            {
                case (byte)'"':
                    position = current + 1;
                    return true;
                case (byte)'\\':
                    current += 2;
                    break;
                default:
                    return false;
            }
        }

        return false;
    }

    /// <summary>The JSON without the byte-order mark that some senders put before it.</summary>
    public static ReadOnlySpan<byte> WithoutByteOrderMark(ReadOnlySpan<byte> json) =>
        json.StartsWith(Encoding.UTF8.Preamble) ? json[Encoding.UTF8.Preamble.Length..] : json;

    /// <summary>What stands behind the value.</summary>
    public static ReadOnlySpan<byte> WhiteSpaceAtEnd(ReadOnlySpan<byte> json)
    {
        int start = json.Length;
        while (start > 0 && IsWhiteSpace(json[start - 1]))
        {
            start--;
        }

        return json[start..];
    }

    /// <summary>Whether JSON takes this for white space.</summary>
    public static bool IsWhiteSpace(byte value) => value is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
