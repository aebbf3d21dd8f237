namespace WebhookTools.Core.Diagnosis;

/// <summary>The first difference between the sender's body and the received body.</summary>
public sealed record BodyDifference
{
    /// <summary>The zero-based offset of the first byte that differs. If one body is a prefix of the other, the length of the shorter one.</summary>
    public required long Offset { get; init; }

    /// <summary>The line of that byte, starting at 1.</summary>
    public required int Line { get; init; }

    /// <summary>The position of that byte in its line in bytes, starting at 1.</summary>
    public required int Column { get; init; }

    /// <summary>The length of the sender's body in bytes.</summary>
    public required long ExpectedLength { get; init; }

    /// <summary>The length of the received body in bytes.</summary>
    public required long ReceivedLength { get; init; }

    /// <summary>The bytes of the sender's body around the difference.</summary>
    public required BodyExcerpt Expected { get; init; }

    /// <summary>The bytes of the received body around the difference.</summary>
    public required BodyExcerpt Received { get; init; }

    /// <summary>The transformation that turns the sender's body into the received body, as a noun phrase, or null if it is unknown.</summary>
    public string? Change { get; init; }
}

/// <summary>A few bytes of a body around a difference.</summary>
/// <param name="Start">The zero-based offset of the first byte in the body.</param>
/// <param name="Bytes">The bytes.</param>
/// <param name="Mark">The index of the differing byte in <paramref name="Bytes"/>, or the number of bytes if the body ends there.</param>
public sealed record BodyExcerpt(long Start, ReadOnlyMemory<byte> Bytes, int Mark)
{
    /// <summary>The bytes as text, with invisible and invalid bytes escaped as <c>\n</c> or <c>\xff</c>.</summary>
    public string Text => EscapedText.From(Bytes.Span);

    /// <summary>The bytes in hexadecimal, separated by spaces.</summary>
    public string Hex => string.Join(' ', Bytes.ToArray().Select(value => value.ToString("x2", System.Globalization.CultureInfo.InvariantCulture)));
}
