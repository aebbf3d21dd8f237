using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>The signature of a received webhook, or the reason why it cannot be read.</summary>
internal readonly record struct ReceivedSignature
{
    /// <summary>One or more decoded signatures, concatenated.</summary>
    public byte[] Signatures { get; init; }

    /// <summary>The message id, or null if the scheme has none.</summary>
    public string? Id { get; init; }

    /// <summary>The signed timestamp as text, or null if the scheme has none.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The signed timestamp, or null if the scheme has none.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>The verdict if the signature cannot be read; otherwise null.</summary>
    public SignatureVerdict? Problem { get; init; }

    /// <summary>The reason for <see cref="Problem"/>, including the expected form.</summary>
    public string? Reason { get; init; }

    /// <param name="place">Where the value should be: a header, or a field of the body.</param>
    public static ReceivedSignature Missing(string name, string expected, string place = "header") => new()
    {
        Problem = SignatureVerdict.HeaderMissing,
        Reason = $"The {place} '{name}' is missing. Expected {expected}.",
    };

    /// <summary>The reason does not repeat the value: it comes from the sender, and the reason goes to logs and terminals.</summary>
    public static ReceivedSignature Malformed(string name, string problem, string expected, string place = "header") => new()
    {
        Problem = SignatureVerdict.HeaderMalformed,
        Reason = $"The {place} '{name}' is not valid: {problem}. Expected {expected}.",
    };

    public static ReceivedSignature Invalid(string reason) => new()
    {
        Problem = SignatureVerdict.Invalid,
        Reason = reason,
    };

    /// <summary>Adds the timestamp from a header.</summary>
    public ReceivedSignature WithTimestamp(SignatureHeaders headers, string name, TimestampUnit unit) =>
        headers.TryGet(name, out string text) ? WithTimestamp(text, name, unit) : Missing(name, SignedTimestamp.Describe(unit));

    /// <summary>Adds a timestamp.</summary>
    public ReceivedSignature WithTimestamp(string text, string name, TimestampUnit unit, string place = "header") =>
        SignedTimestamp.TryParse(text, unit, out DateTimeOffset time)
            ? this with { Timestamp = text, Time = time }
            : Malformed(name, "the timestamp cannot be parsed", SignedTimestamp.Describe(unit), place);

    /// <summary>Adds the message id from a header.</summary>
    public ReceivedSignature WithId(SignatureHeaders headers, string name)
    {
        const string Expected = "the message id";
        if (!headers.TryGet(name, out string id))
        {
            return Missing(name, Expected);
        }

        return id.Length == 0 ? Malformed(name, "it is empty", Expected) : this with { Id = id };
    }
}
