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

/// <summary>Streams the alerts of a listener as objects; with a count and a time-out, a step that waits.</summary>
[Cmdlet(VerbsCommunications.Receive, "Webhook", DefaultParameterSetName = ObjectSet)]
[OutputType(typeof(Alert))]
public sealed class ReceiveWebhookCommand : ListenerCommand
{
    private AlertFilter _filter = null!;

    /// <summary>The listener. Default: the only one that runs.</summary>
    [Parameter(ParameterSetName = ObjectSet, Position = 0, ValueFromPipeline = true)]
    [ValidateNotNull]
    public ListenerInfo? InputObject { get; set; }

    /// <summary>The listener's number.</summary>
    [Parameter(ParameterSetName = IdSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int Id { get; set; }

    /// <summary>The port that the listener listens on.</summary>
    [Parameter(ParameterSetName = PortSet, Mandatory = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    public int Port { get; set; }

    /// <summary>Ends after this many alerts. Default: goes on until the time-out, until the listener stops, or until Ctrl+C.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? Count { get; set; }

    /// <summary>Ends after this many seconds. With -Count that is an error; without, it is the end. 0 takes what waits already. Default: never.</summary>
    [Parameter]
    [ValidateRange(0.0, 86_400_000.0)]
    public double? TimeoutSec { get; set; }

    /// <summary>Only alerts of this name; wildcards are allowed. Alerts that are not wanted stay for the next Receive-Webhook.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Name { get; set; }

    /// <summary>Only alerts of this status, as firing, resolved, ALARM or OK; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Status { get; set; }

    /// <summary>Only alerts of this severity; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Severity { get; set; }

    /// <summary>Only alerts of this protocol, as alertmanager; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Protocol { get; set; }

    /// <summary>Only alerts of this fingerprint; wildcards are allowed.</summary>
    [Parameter]
    [SupportsWildcards]
    public string? Fingerprint { get; set; }

    /// <summary>Only alerts for which this script is true; $_ is the alert.</summary>
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
            _ => InputObject ?? ListenerSelection.TheOnlyOne(),
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
            IReadOnlyList<KeyValuePair<long, Alert>> waiting = info.Backlog.Look(lookedAt, out Task changed, out bool isComplete);
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

    /// <summary>Waits for more alerts; false when the time is over.</summary>
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
            // The alerts that came at the last moment are looked at once more.
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
                $"{dropped} alerts that nobody received gave way to newer ones. The log has them all: Get-WebhookAlert -LogPath '{info.LogPath}'."));
        }
    }

    private bool IsWanted(Alert alert) =>
        _filter.IsMatch(alert)
        && (Where is null || LanguagePrimitives.IsTrue(Where.InvokeWithContext(functionsToDefine: null, [new PSVariable("_", alert)])));
}
