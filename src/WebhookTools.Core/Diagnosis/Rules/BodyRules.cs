namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>All body rules, most common first.</summary>
internal static class BodyRules
{
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        .. BodyEndRules.All.Concat(BodyLineRules.All).Concat(BodyJsonRules.All).Concat(BodyEncodingRules.All).Concat(BodyWrapRules.All).Concat(BodyReplacementRules.All)
            .OrderBy(rule => rule.Rank),
    ];

    /// <summary>Creates the rule that substitutes the sender's body for the received one.</summary>
    public static BodyRule ForExpectedBody(ReadOnlyMemory<byte> expected, bool isReceivedEmpty)
    {
        byte[] bytes = expected.ToArray();
        return new BodyRule
        {
            Id = isReceivedEmpty ? "body.emptied-on-the-way" : "body.changed-on-the-way",
            Stage = BodyStage.Expected,
            Rank = 0,
            Side = FixSide.Receiver,
            Change = "the sender's body",
            Cause = isReceivedEmpty
                ? "The sender's body matches the signature, but the received body is empty. Either a redirect (301, 302, 303) turned the POST into a GET without a body, or something consumed the request stream before verification."
                : "The sender's body matches the signature, but the received body differs: it was modified in transit.",
            Fix = isReceivedEmpty
                ? "Configure the sender with the final URL, including https and any trailing slash that the server requires. At the receiver, buffer the raw body before anything reads it."
                : "Find what modifies the body between the sender and the verification (a parser, a proxy, text-mode I/O) and verify the bytes exactly as they arrived.",
            Apply = _ => bytes,
        };
    }
}
