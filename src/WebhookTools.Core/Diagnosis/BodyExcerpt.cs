namespace WebhookTools.Core.Diagnosis;

/// <summary>A few bytes around a place of a body.</summary>
/// <param name="Start">The first byte shown, counted from 0.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Mark">Which of them stands at the place: an index into <paramref name="Bytes"/>, or their number if the body ends there.</param>
public sealed record BodyExcerpt(long Start, ReadOnlyMemory<byte> Bytes, int Mark)
{
    /// <summary>The bytes as text, invisible ones written as <c>\n</c> or <c>\xff</c>.</summary>
    public string Text => VisibleText.From(Bytes.Span);

    /// <summary>The bytes in hexadecimal, a space between two.</summary>
    public string Hex => string.Join(' ', Bytes.ToArray().Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
