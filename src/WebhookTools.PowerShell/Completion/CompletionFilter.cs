using System.Management.Automation;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Selects the values that complete a word. Shared by all completers.</summary>
internal static class CompletionFilter
{
    /// <summary>Returns the values that start with the word, which may be quoted, ignoring case.</summary>
    public static IEnumerable<CompletionResult> Match(string? word, IEnumerable<(string Value, string ToolTip)> values)
    {
        WildcardPattern pattern = WildcardPattern.Get(WildcardPattern.Escape((word ?? string.Empty).Trim('\'', '"')) + "*", WildcardOptions.IgnoreCase);
        return values
            .Where(entry => pattern.IsMatch(entry.Value))
            .Select(entry => new CompletionResult(entry.Value, entry.Value, CompletionResultType.ParameterValue, entry.ToolTip))
            .ToList();
    }
}
