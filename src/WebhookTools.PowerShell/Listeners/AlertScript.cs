using System.Management.Automation;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>The script block of <c>-OnAlert</c>, taken out of the caller's session: what it needs to run in a runspace of its own.</summary>
/// <param name="Text">The script.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Using">The values of its <c>$using:</c> expressions, as they were when the listener was started.</param>
/// <param name="Manifest">The manifest of this module, which the runspace imports.</param>
/// <param name="Location">The caller's location.</param>
/// <param name="LanguageMode">The caller's language mode: a constrained session gets no free one by way of a listener.</param>
internal sealed record AlertScript(
    string Text,
    IReadOnlyList<object?> Arguments,
    IReadOnlyDictionary<string, object?> Using,
    string Manifest,
    string Location,
    PSLanguageMode LanguageMode)
{
    private const string ManifestName = "WebhookTools.psd1";

    /// <summary>Takes it from the caller, on the caller's thread.</summary>
    /// <exception cref="Core.WebhookException">A variable behind <c>$using:</c> is not set.</exception>
    public static AlertScript From(ScriptBlock script, object?[] arguments, PSModuleInfo module, SessionState session) => new(
        script.ToString(),
        arguments,
        UsingValues.Of(script, session),
        Path.Combine(module.ModuleBase, ManifestName),
        session.Path.CurrentLocation.Path,
        session.LanguageMode);
}
