namespace WebhookTools.Core.Diagnosis;

/// <summary>Where two bodies part.</summary>
public sealed record BodyDifference
{
    /// <summary>The first byte that is not the same, counted from 0. The length of the shorter body if it is the beginning of the longer.</summary>
    public required long Offset { get; init; }

    /// <summary>The line in which it stands, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>The byte's place in its line, counted from 1.</summary>
    public required int Column { get; init; }

    /// <summary>The length of the body as the sender has it.</summary>
    public required long ExpectedLength { get; init; }

    /// <summary>The length of the body that came.</summary>
    public required long ReceivedLength { get; init; }

    /// <summary>The bytes around that place as the sender has them.</summary>
    public required BodyExcerpt Expected { get; init; }

    /// <summary>The bytes around that place that came.</summary>
    public required BodyExcerpt Received { get; init; }

    /// <summary>What turns the one into the other, in a few words, or null if nothing that is known does.</summary>
    public string? Change { get; init; }
}

/// <summary>A few bytes around a place of a body.</summary>
/// <param name="Start">The first byte shown, counted from 0.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Mark">Which of them stands at the place: an index into <paramref name="Bytes"/>, or their number if the body ends there.</param>
public sealed record BodyExcerpt(long Start, ReadOnlyMemory<byte> Bytes, int Mark)
{
    /// <summary>The bytes as text, invisible ones written as <c>\n</c> or <c>\xff</c>.</summary>
    public string Text => EscapedText.From(Bytes.Span);

    /// <summary>The bytes in hexadecimal, a space between two.</summary>
    public string Hex => string.Join(' ', Bytes.ToArray().Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
