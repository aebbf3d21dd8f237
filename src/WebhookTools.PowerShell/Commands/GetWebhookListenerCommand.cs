using System.Management.Automation;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Listeners;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Gets the webhook listeners of the process, with their counters.</summary>
[Cmdlet(VerbsCommon.Get, "WebhookListener", DefaultParameterSetName = AllSet)]
[OutputType(typeof(ListenerInfo))]
public sealed class GetWebhookListenerCommand : ListenerCommand
{
    private const string AllSet = "All";

    /// <summary>The ids of the listeners, as Start-WebhookListener shows them. The default is all listeners.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true, Position = 0)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>The ports of the listeners.</summary>
    [Parameter(ParameterSetName = PortSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int[] Port { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        IEnumerable<ListenerInfo> found = ParameterSetName switch
        {
            IdSet => FindEach(Id, ListenerSelection.ById),
            PortSet => FindEach(Port, ListenerSelection.ByPort),
            _ => ListenerRegistry.All.Select(entry => entry.Info),
        };
        WriteObject(found, enumerateCollection: true);
    }
}
