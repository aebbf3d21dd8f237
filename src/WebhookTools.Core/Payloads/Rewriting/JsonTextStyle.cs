using System.Buffers;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>How JSON strings and names write their characters.</summary>
internal sealed class JsonTextStyle
{
    private SearchValues<byte>? _bytesToCheck;

    /// <summary>Keeps every character as in the source.</summary>
    public static JsonTextStyle Keep { get; } = new();

    /// <summary>Characters outside ASCII.</summary>
    public JsonEscaping NonAscii { get; init; }

    /// <summary>The slash. PHP escapes it as <c>\/</c>.</summary>
    public JsonEscaping Slash { get; init; }

    /// <summary>The characters &lt;, &gt; and &amp;, and the line separators U+2028 and U+2029. Go escapes them, such as <c>\u003c</c>.</summary>
    public JsonEscaping Html { get; init; }

    /// <summary>Whether quotation marks, apostrophes, plus signs and backticks are written as <c>\u</c> escapes, the default of System.Text.Json.</summary>
    public bool EscapesQuotes { get; init; }

    /// <summary>Whether the delete character (U+007F) is escaped. JSON does not require it.</summary>
    public bool EscapesDelete { get; init; }

    /// <summary>Whether all other characters are written in their shortest form. A serializer that has parsed the text does so.</summary>
    public bool IsShortest { get; init; }

    /// <summary>Whether escape sequences have upper-case digits.</summary>
    public bool HasUpperCaseDigits { get; init; }

    public bool KeepsAll => NonAscii == JsonEscaping.Keep && Slash == JsonEscaping.Keep && Html == JsonEscaping.Keep && !EscapesQuotes && !EscapesDelete && !IsShortest;

    /// <summary>The bytes whose form may change. All other bytes are copied.</summary>
    public SearchValues<byte> BytesToCheck => _bytesToCheck ??= SearchValues.Create(GetBytesToCheck());

    private byte[] GetBytesToCheck()
    {
        List<byte> bytes = [(byte)'\\'];
        if (NonAscii == JsonEscaping.Escaped || Html == JsonEscaping.Escaped)
        {
            // HTML escaping includes the line separators, which are not ASCII.
            bytes.AddRange(Enumerable.Range(0x80, 0x80).Select(value => (byte)value));
        }

        if (Slash == JsonEscaping.Escaped)
        {
            bytes.Add((byte)'/');
        }

        if (Html == JsonEscaping.Escaped)
        {
            bytes.AddRange("<>&"u8);
        }

        if (EscapesQuotes)
        {
            bytes.AddRange("'+`"u8);
        }

        if (EscapesDelete)
        {
            bytes.Add(0x7F);
        }

        return [.. bytes];
    }
}

/// <summary>How JSON strings write a kind of character.</summary>
internal enum JsonEscaping
{
    /// <summary>As in the source.</summary>
    Keep,

    /// <summary>Unescaped.</summary>
    Plain,

    /// <summary>As an escape sequence.</summary>
    Escaped,
}
