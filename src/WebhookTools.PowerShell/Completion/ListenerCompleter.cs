using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Completes the port, or the id, of a running listener.</summary>
public sealed class ListenerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        WildcardPattern pattern = CompletionPattern.For(wordToComplete);
        bool isPort = string.Equals(parameterName, "Port", StringComparison.OrdinalIgnoreCase);
        return ListenerRegistry.All
            .Select(listener => (Text: (isPort ? listener.Info.Port : listener.Info.Id).ToString(CultureInfo.InvariantCulture), listener.Info.Uri))
            .Where(entry => pattern.IsMatch(entry.Text))
            .Select(entry => new CompletionResult(entry.Text, entry.Text, CompletionResultType.ParameterValue, entry.Uri.ToString()))
            .ToList();
    }
}
