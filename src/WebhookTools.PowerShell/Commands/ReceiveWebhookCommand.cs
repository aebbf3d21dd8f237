using System.Globalization;
using System.Management.Automation;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.PowerShell.Completion;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Listeners;
using WebhookTools.PowerShell.Output;
using WebhookTools.PowerShell.Pipeline;

namespace WebhookTools.PowerShell.Commands;

/// <summary>Receives the alerts of a listener as objects, and can wait for a number of them.</summary>
[Cmdlet(VerbsCommunications.Receive, "Webhook", DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(Alert))]
public sealed class ReceiveWebhookCommand : ListenerCommand
{
    private AlertFilter _filter = null!;

    /// <summary>The listener. The default is the only running listener.</summary>
    [Parameter(ParameterSetName = ObjectSet, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ListenerInfo? InputObject { get; set; }

    /// <summary>The id of the listener.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int Id { get; set; }

    /// <summary>The port of the listener.</summary>
    [Parameter(ParameterSetName = PortSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int Port { get; set; }

    /// <summary>The number of alerts to receive. By default, the cmdlet receives alerts until the timeout, until the listener stops, or until you press Ctrl+C.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>The maximum time to wait, in seconds. With -Count, a timeout is an error. Without -Count, the cmdlet ends. 0 returns only alerts that are already waiting. By default, there is no timeout.</summary>
    [Parameter]
    [ValidateRange(0.0, 86_400_000.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>The name of the alerts to receive. Wildcards are permitted. Other alerts remain available to the next Receive-Webhook.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>The status of the alerts to receive, for example firing, resolved, ALARM or OK. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Status { get; set; }

    /// <summary>The severity of the alerts to receive. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Severity { get; set; }

    /// <summary>The protocol of the alerts to receive, for example alertmanager. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Protocol { get; set; }

    /// <summary>The fingerprint of the alerts to receive. Wildcards are permitted.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Fingerprint { get; set; }

    /// <summary>A script block that returns true for the alerts to receive. $_ is the alert.</summary>
    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Where { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin() => _filter = new AlertFilter()
        .Where(static alert => alert.Name, Name)
        .Where(static alert => alert.Status, Status)
        .Where(static alert => alert.Severity, Severity)
        .Where(static alert => alert.Protocol, Protocol)
        .Where(static alert => alert.Fingerprint, Fingerprint);

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        ListenerInfo info = ParameterSetName switch
        {
            IdSet => ListenerSelection.ById(Id),
            PortSet => ListenerSelection.ByPort(Port),
            _ => InputObject ?? ListenerSelection.Single(),
        };
        Receive(info);
    }

    private void Receive(ListenerInfo info)
    {
        long start = TimeProvider.System.GetTimestamp();
        long lookedAt = 0;
        int received = 0;
        while (true)
        {
            WarnOfDropped(info);
            IReadOnlyList<KeyValuePair<long, Alert>> waiting = info.Backlog.Peek(lookedAt, out Task changed, out bool isComplete);
            foreach ((long number, Alert alert) in waiting)
            {
                lookedAt = number;
                if (IsWanted(alert) && info.Backlog.TryTake(number))
                {
                    WriteObject(alert);
                    if (++received == Count)
                    {
                        return;
                    }
                }
            }

            if (isComplete)
            {
                ReportIfShort(received, expected => CommandErrors.ListenerStopped(received, expected), info);
                return;
            }

            if (!WaitFor(changed, start))
            {
                ReportIfShort(received, expected => CommandErrors.ReceiveTimeout(received, expected, TimeoutSec!.Value), info);
                return;
            }
        }
    }

    /// <summary>Waits for more alerts. Returns false after the timeout.</summary>
    private bool WaitFor(Task changed, long start)
    {
        if (TimeoutSec is not { } seconds)
        {
            Run(cancellationToken => changed.WaitAsync(cancellationToken));
            return true;
        }

        TimeSpan left = TimeSpan.FromSeconds(seconds) - TimeProvider.System.GetElapsedTime(start);
        if (left <= TimeSpan.Zero)
        {
            return false;
        }

        try
        {
            Run(cancellationToken => changed.WaitAsync(left, TimeProvider.System, cancellationToken));
        }
        catch (TimeoutException)
        {
            // Alerts that arrived at the last moment are checked once more.
        }

        return true;
    }

    private void ReportIfShort(int received, Func<int, WebhookException> createError, ListenerInfo info)
    {
        if (Count is { } expected && received < expected)
        {
            WriteError(ErrorRecords.Create(createError(expected), info));
        }
    }

    private void WarnOfDropped(ListenerInfo info)
    {
        long dropped = info.Backlog.TakeDropped();
        if (dropped > 0)
        {
            WriteWarning(string.Create(
                CultureInfo.InvariantCulture,
                $"{dropped} alerts were dropped, because too many were waiting to be received. To read them from the log, use Get-WebhookAlert -LogPath '{info.LogPath}'."));
        }
    }

    private bool IsWanted(Alert alert) =>
        _filter.IsMatch(alert)
        && (Where is null || LanguagePrimitives.IsTrue(Where.InvokeWithContext(functionsToDefine: null, [new PSVariable("_", alert)])));
}
