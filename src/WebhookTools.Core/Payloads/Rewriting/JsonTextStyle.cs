using System.Buffers;

namespace WebhookTools.Core.Payloads.Rewriting;

/// <summary>How the characters of JSON text are written.</summary>
internal sealed class JsonTextStyle
{
    private SearchValues<byte>? _interesting;

    /// <summary>Every character as it stands in the source.</summary>
    public static JsonTextStyle Keep { get; } = new();

    /// <summary>Characters beyond ASCII.</summary>
    public JsonEscaping NonAscii { get; init; }

    /// <summary>The slash: <c>\/</c> is what PHP writes.</summary>
    public JsonEscaping Slash { get; init; }

    /// <summary>Less-than, greater-than and ampersand, and the line separators U+2028 and U+2029: <c>\u003c</c> is what Go writes.</summary>
    public JsonEscaping Html { get; init; }

    /// <summary>Whether what System.Text.Json escapes by default beyond HTML's characters is escaped too: quotation marks, apostrophe, plus, back-tick.</summary>
    public bool EscapesQuotes { get; init; }

    /// <summary>Whether the delete character, the only one of ASCII that is neither printable nor a control character of JSON, is escaped.</summary>
    public bool EscapesDelete { get; init; }

    /// <summary>Whether all other characters are written in their shortest form, as every serialiser does that has parsed the text before.</summary>
    public bool IsShortest { get; init; }

    /// <summary>Whether the digits of an escape sequence are upper case.</summary>
    public bool HasUpperCaseDigits { get; init; }

    /// <summary>Whether nothing is changed.</summary>
    public bool KeepsAll => NonAscii == JsonEscaping.Keep && Slash == JsonEscaping.Keep && Html == JsonEscaping.Keep && !EscapesQuotes && !EscapesDelete && !IsShortest;

    /// <summary>The bytes that have to be looked at: all others are copied.</summary>
    public SearchValues<byte> Interesting => _interesting ??= SearchValues.Create(GetInteresting());

    private byte[] GetInteresting()
    {
        List<byte> bytes = [(byte)'\\'];
        if (NonAscii == JsonEscaping.Escaped || Html == JsonEscaping.Escaped)
        {
            // Html too, for the line separators.
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
