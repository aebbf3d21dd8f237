using System.Management.Automation;

namespace WebhookTools.PowerShell.Completion;

/// <summary>What a word that is being typed may become.</summary>
internal static class CompletionPattern
{
    /// <summary>Everything that begins with the word, in any case; the word may be quoted already.</summary>
    public static WildcardPattern For(string? word) =>
        WildcardPattern.Get(WildcardPattern.Escape((word ?? string.Empty).Trim('\'', '"')) + "*", WildcardOptions.IgnoreCase);
}
