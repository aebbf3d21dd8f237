using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Completes the name of a protocol that the listener speaks.</summary>
public sealed class ProtocolCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = CompletionPattern.For(wordToComplete);
        return WebhookProtocols.Names.Where(pattern.IsMatch).Select(name => new CompletionResult(name)).ToList();
    }
}
