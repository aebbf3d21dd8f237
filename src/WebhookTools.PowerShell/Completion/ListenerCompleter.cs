using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using WebhookTools.PowerShell.Listeners;

namespace WebhookTools.PowerShell.Completion;

/// <summary>Completes the ports or ids of running listeners.</summary>
public sealed class ListenerCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        bool isPort = string.Equals(parameterName, "Port", StringComparison.OrdinalIgnoreCase);
        return CompletionFilter.Match(
            wordToComplete,
            ListenerRegistry.All.Select(listener => ((isPort ? listener.Info.Port : listener.Info.Id).ToString(CultureInfo.InvariantCulture), listener.Info.Uri.ToString())));
    }
}
