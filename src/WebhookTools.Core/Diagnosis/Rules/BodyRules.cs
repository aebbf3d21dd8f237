namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>All changes of the body, the most common first.</summary>
internal static class BodyRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        .. BodyEndRules.All.Concat(BodyLineRules.All).Concat(BodyJsonRules.All).Concat(BodyEncodingRules.All).Concat(BodyWrapRules.All).Concat(BodyReplacementRules.All)
            .OrderBy(rule => rule.Rank),
    ];

    /// <summary>Makes the rule.</summary>
    /// <param name="expected">The sender's body.</param>
    /// <param name="isReceivedEmpty">Whether the body that came is empty.</param>
    public static BodyRule ForExpectedBody(ReadOnlyMemory<byte> expected, bool isReceivedEmpty)
    {
        byte[] bytes = expected.ToArray();
        return new BodyRule
        {
            Id = isReceivedEmpty ? "body.emptied-on-the-way" : "body.changed-on-the-way",
            Stage = BodyStage.Expected,
            Rank = 0,
            Side = FixSide.Receiver,
            Change = "the body as the sender has it",
            Cause = isReceivedEmpty
                ? "The signature was made over the body as the sender has it, and an empty one came: a redirect (301, 302, 303) turns a POST into a GET without a body, or something read the stream to its end before the verification."
                : "The signature was made over the body as the sender has it, and another came: it was changed on its way.",
            Fix = isReceivedEmpty
                ? "Give the sender the final address, with https and the trailing slash that the server wants; at the receiver, keep the raw body before anything reads it."
                : "Find what changes the body between the sender and the verification (a parser, a proxy, text mode), and verify the bytes as they came.",
            Apply = _ => bytes,
        };
    }
}
