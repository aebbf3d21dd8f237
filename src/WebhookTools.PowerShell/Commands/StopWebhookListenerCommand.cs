using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Listeners;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Stops webhook listeners.</summary>
[Cmdlet(VerbsLifecycle.Stop, "WebhookListener", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopWebhookListenerCommand : ListenerCommand
{
    /// <summary>The listeners to stop, as returned by Start-WebhookListener or Get-WebhookListener.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ListenerInfo[] InputObject { get; set; } = [];

    /// <summary>The ids of the listeners.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>The ports of the listeners.</summary>
    [Parameter(ParameterSetName = PortSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int[] Port { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        IEnumerable<ListenerInfo> listeners = ParameterSetName switch
        {
            IdSet => FindEach(Id, ListenerSelection.ById),
            PortSet => FindEach(Port, ListenerSelection.ByPort),
            _ => InputObject,
        };
        Guid caller = Runspace.DefaultRunspace.InstanceId;
        foreach (ListenerInfo listener in listeners)
        {
            if (ShouldProcess(listener.Uri.ToString(), "Stop the listener"))
            {
                Run(cancellationToken => ListenerRegistry.StopAsync(listener, caller, cancellationToken));
            }
        }
    }
}
