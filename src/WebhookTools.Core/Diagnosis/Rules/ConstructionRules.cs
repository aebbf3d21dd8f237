namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>What may stand around the body instead of what the scheme says.</summary>
internal static class ConstructionRules
{
    /// <summary>Content that no scheme of the registry signs, and that senders of their own make sign now and then.</summary>
    public static IReadOnlyList<string> Templates { get; } =
    [
        "{timestamp}{body}",
        "{body}{timestamp}",
        "{body}.{timestamp}",
        "{timestamp}\n{body}",
        "{id}.{body}",
        "{id}{timestamp}{body}",
        "{timestamp}.{id}.{body}",
        "{timestamp}",
        "{url}{body}",
        "{body}{url}",
        "{method}{url}{body}",
        "{method}\n{url}\n{body}",
        "{url}",
    ];

    /// <summary>The body alone.</summary>
    public static ConstructionRule BodyAlone { get; } = new()
    {
        Id = "construction.body-alone",
        Rank = 9,
        Side = FixSide.Sender,
        Change = "the body alone as the signed content",
        Cause = "The sender signs the body alone; this scheme signs more than the body.",
        Fix = "Let the sender sign all that the scheme asks for, or verify with a scheme that signs the body alone.",
    };

    /// <summary>The time in the other unit: milliseconds.</summary>
    public static ConstructionRule TimestampInMilliseconds { get; } = new()
    {
        Id = "construction.timestamp-milliseconds",
        Rank = 17,
        Side = FixSide.Sender,
        Change = "the signed time in milliseconds",
        Cause = "The sender signs the time in milliseconds and sends it in seconds.",
        Fix = "Let the sender put the very text into the signed content that it sends in the header.",
    };

    /// <summary>The time in the other unit: seconds.</summary>
    public static ConstructionRule TimestampInSeconds { get; } = new()
    {
        Id = "construction.timestamp-seconds",
        Rank = 18,
        Side = FixSide.Sender,
        Change = "the signed time in seconds",
        Cause = "The sender signs the time in seconds and sends it in milliseconds.",
        Fix = "Let the sender put the very text into the signed content that it sends in the header.",
    };

    /// <summary>The content of another scheme.</summary>
    public static ConstructionRule OtherScheme(string scheme, string layout) => new()
    {
        Id = "construction.other-scheme",
        Rank = 19,
        Side = FixSide.Configuration,
        Change = $"the content that {scheme} signs, {layout}",
        Cause = $"The sender signs what {scheme} signs: {layout}.",
        Fix = $"Verify with {scheme}, or let the sender sign what this scheme signs.",
    };

    /// <summary>Content that no scheme signs.</summary>
    public static ConstructionRule OtherTemplate(string template) => new()
    {
        Id = "construction.other-content",
        Rank = 40,
        Side = FixSide.Sender,
        Change = $"the content {EscapedText.From(template)}",
        Cause = $"The sender signs {EscapedText.From(template)}, which is not what this scheme signs.",
        Fix = $"Let the sender sign what this scheme signs, or verify with the general scheme Hmac and the template '{EscapedText.From(template)}'.",
    };
}

/// <summary>Something else around the body in the signed content.</summary>
internal sealed record ConstructionRule : DiagnosisRule
{
    /// <inheritdoc/>
    public override DiagnosisCategory Category => DiagnosisCategory.Construction;
}
