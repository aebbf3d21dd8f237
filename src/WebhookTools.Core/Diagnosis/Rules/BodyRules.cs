namespace WebhookTools.Core.Diagnosis.Rules;

/// <summary>All changes of the body, the most common first.</summary>
internal static class BodyRules
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<BodyRule> All { get; } =
    [
        .. BodyEndRules.All.Concat(BodyLineRules.All).Concat(BodyJsonRules.All).Concat(BodyCharacterRules.All).Concat(BodyWrapRules.All).Concat(BodyReplaceRules.All)
            .OrderBy(rule => rule.Rank),
    ];
}
