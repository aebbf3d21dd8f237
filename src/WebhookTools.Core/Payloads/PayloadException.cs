namespace WebhookTools.Core.Payloads;

/// <summary>A payload could not be created or read. The error names the place in the payload.</summary>
public sealed class PayloadException : WebhookException
{
    /// <summary>Creates an error.</summary>
    /// <param name="errorId">The stable id of the error.</param>
    /// <param name="message">What happened and what was expected.</param>
    /// <param name="recommendedAction">What the user can do.</param>
    /// <param name="path">The path in the payload, such as <c>$.disk.root[2]</c>, or null if the error has no path.</param>
    /// <param name="innerException">The cause, or null.</param>
    public PayloadException(string errorId, string message, string recommendedAction, string? path = null, Exception? innerException = null)
        : base(WebhookErrorKind.InvalidData, errorId, message, recommendedAction, innerException)
    {
        Path = path;
    }

    /// <summary>The path in the payload, such as <c>$.disk.root[2]</c>, or null.</summary>
    public string? Path { get; }

    /// <summary>The line of the input, from 1, or null if the payload was not read from text.</summary>
    public long? Line { get; init; }

    /// <summary>The byte in the line, from 1, or null if the payload was not read from text.</summary>
    public long? BytePosition { get; init; }
}
