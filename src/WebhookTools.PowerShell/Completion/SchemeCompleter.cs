using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Completes the names of signature schemes.</summary>
public sealed class SchemeCompleter : IArgumentCompleter
{
    // These commands can detect the scheme, so they accept Auto.
    private static readonly string[] DetectingCommands = ["Test-WebhookSignature", "Debug-WebhookSignature", "Start-WebhookListener", "Receive-Webhook"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        bool detects = Array.Exists(DetectingCommands, name => string.Equals(name, commandName, StringComparison.OrdinalIgnoreCase));
        IEnumerable<SignatureScheme> schemes = detects ? SignatureSchemes.All.Prepend(SignatureSchemes.Auto) : SignatureSchemes.All;
        return CompletionFilter.Match(wordToComplete, schemes.Select(scheme => (scheme.Name, scheme.Description)));
    }
}
