namespace WebhookTools.Core.Payloads;

/// <summary>A payload that cannot be made or read; says where in it.</summary>
public sealed class PayloadException : WebhookException
{
    /// <summary>Creates an error.</summary>
    /// <param name="errorId">Stable and searchable.</param>
    /// <param name="message">What was wrong and what was expected.</param>
    /// <param name="recommendedAction">What to do about it.</param>
    /// <param name="path">Where in the payload, as <c>$.disk.root[2]</c>, or null where there is no such place.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PayloadException(string errorId, string message, string recommendedAction, string? path = null, Exception? innerException = null)
        : base(WebhookErrorKind.InvalidData, errorId, message, recommendedAction, innerException)
    {
        Path = path;
    }

    /// <summary>Where in the payload, as <c>$.disk.root[2]</c>, or null.</summary>
    public string? Path { get; }

    /// <summary>The line of the input, from 1, or null where the payload was not read from text.</summary>
    public long? Line { get; init; }

    /// <summary>The byte within the line, from 1, or null where the payload was not read from text.</summary>
    public long? BytePosition { get; init; }
}
