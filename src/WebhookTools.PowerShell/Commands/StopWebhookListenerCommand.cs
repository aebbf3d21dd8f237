using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Listeners;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Stops listeners: requests in flight are answered, the log is closed, the script block of -OnAlert ends.</summary>
[Cmdlet(VerbsLifecycle.Stop, "WebhookListener", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopWebhookListenerCommand : ListenerCommand
{
    /// <summary>The listeners, as Start-WebhookListener and Get-WebhookListener give them.</summary>
    [Parameter(ParameterSetName = ObjectSet, Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ListenerInfo[] InputObject { get; set; } = [];

    /// <summary>The listeners' numbers.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int[] Id { get; set; } = [];

    /// <summary>The ports that the listeners listen on.</summary>
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
