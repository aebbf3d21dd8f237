using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using WebhookTools.Core.Signatures;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Completes the name of a signature scheme from the core's registry, with its description.</summary>
public sealed class SchemeCompleter : IArgumentCompleter
{
    /// <summary>Where the scheme may be left to what the headers say.</summary>
    private static readonly string[] Verifying = ["Test-WebhookSignature", "Debug-WebhookSignature", "Start-WebhookListener", "Receive-Webhook"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = CompletionPattern.For(wordToComplete);
        IEnumerable<SignatureScheme> schemes = Array.Exists(Verifying, name => string.Equals(name, commandName, StringComparison.OrdinalIgnoreCase))
            ? SignatureSchemes.All.Prepend(SignatureSchemes.Auto)
            : SignatureSchemes.All;
        return schemes
            .Where(scheme => pattern.IsMatch(scheme.Name))
            .Select(scheme => new CompletionResult(scheme.Name, scheme.Name, CompletionResultType.ParameterValue, scheme.Description))
            .ToList();
    }
}
