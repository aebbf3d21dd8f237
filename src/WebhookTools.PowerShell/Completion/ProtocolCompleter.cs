using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using WebhookTools.Listener.Protocols;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Completes the names of protocols.</summary>
public sealed class ProtocolCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        CompletionFilter.Match(wordToComplete, WebhookProtocols.Names.Select(name => (name, name)));
}
