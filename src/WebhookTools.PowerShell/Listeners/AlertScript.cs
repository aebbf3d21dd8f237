using System.Management.Automation;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>The script block of <c>-OnAlert</c>, detached from the caller's session so that it can run in a separate runspace.</summary>
/// <param name="Text">The script.</param>
/// <param name="Using">The values of its <c>$using:</c> expressions when the listener was started.</param>
/// <param name="Manifest">The path of the module's manifest, which the runspace imports.</param>
/// <param name="Location">The caller's location.</param>
/// <param name="LanguageMode">The caller's language mode, so that a listener does not lift the restrictions of a session.</param>
internal sealed record AlertScript(
    string Text,
    IReadOnlyList<object?> Arguments,
    IReadOnlyDictionary<string, object?> Using,
    string Manifest,
    string Location,
    PSLanguageMode LanguageMode)
{
    private const string ManifestName = "WebhookTools.psd1";

    /// <summary>Detaches a script block, on the caller's thread.</summary>
    /// <exception cref="Core.WebhookException">A variable in a <c>$using:</c> expression is not set.</exception>
    public static AlertScript From(ScriptBlock script, object?[] arguments, PSModuleInfo module, SessionState session) => new(
        script.ToString(),
        arguments,
        UsingValues.Of(script, session),
        Path.Combine(module.ModuleBase, ManifestName),
        session.Path.CurrentLocation.Path,
        session.LanguageMode);
}
