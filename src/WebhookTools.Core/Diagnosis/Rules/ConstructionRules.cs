namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>Alternative layouts of the signed content.</summary>
internal static class ConstructionRules
{
    /// <summary>Layouts that no registered scheme uses, but that custom senders use.</summary>
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

    public static ConstructionRule BodyAlone { get; } = new()
    {
        Id = "construction.body-alone",
        Rank = 9,
        Side = FixSide.Sender,
        Change = "only the body as the signed content",
        Cause = "The sender signed only the body, but this scheme signs more than the body.",
        Fix = "Sign everything that the scheme requires, or verify with a scheme that signs only the body.",
    };

    public static ConstructionRule TimestampInMilliseconds { get; } = new()
    {
        Id = "construction.timestamp-milliseconds",
        Rank = 17,
        Side = FixSide.Sender,
        Change = "the signed timestamp in milliseconds",
        Cause = "The sender signed the timestamp in milliseconds but sent it in seconds.",
        Fix = "Sign the timestamp exactly as it is written in the header.",
    };

    public static ConstructionRule TimestampInSeconds { get; } = new()
    {
        Id = "construction.timestamp-seconds",
        Rank = 18,
        Side = FixSide.Sender,
        Change = "the signed timestamp in seconds",
        Cause = "The sender signed the timestamp in seconds but sent it in milliseconds.",
        Fix = "Sign the timestamp exactly as it is written in the header.",
    };

    public static ConstructionRule OtherScheme(string scheme, string layout) => new()
    {
        Id = "construction.other-scheme",
        Rank = 19,
        Side = FixSide.Configuration,
        Change = $"the signed content of {scheme}, {layout}",
        Cause = $"The sender signed the content that {scheme} defines: {layout}.",
        Fix = $"Verify with {scheme}, or sign the content that this scheme defines.",
    };

    public static ConstructionRule OtherTemplate(string template) => new()
    {
        Id = "construction.other-content",
        Rank = 40,
        Side = FixSide.Sender,
        Change = $"{EscapedText.From(template)} as the signed content",
        Cause = $"The sender signed {EscapedText.From(template)}, which is not the content that this scheme defines.",
        Fix = $"Sign the content that this scheme defines, or verify with the Hmac scheme and the template '{EscapedText.From(template)}'.",
    };
}

/// <summary>A rule that replaces the layout of the signed content.</summary>
internal sealed record ConstructionRule : DiagnosisRule
{
    public override DiagnosisCategory Category => DiagnosisCategory.Construction;
}
