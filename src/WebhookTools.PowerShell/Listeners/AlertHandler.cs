using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.PowerShell.Output;
using Shell = System.Management.Automation.PowerShell;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>
/// Runs the script block of <c>-OnAlert</c> for each alert, one after the other, in a runspace and on a thread of its own:
/// a slow one holds up nothing but itself. What it says goes to the listener's log.
/// </summary>
internal sealed class AlertHandler
{
    /// <summary>How long a script that was told to stop may take to do so, and its runspace to close.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly AlertScript _script;
    private readonly Runspace _runspace;
    private readonly Action<ListenerLogEntry> _log;
    private readonly Lock _gate = new();
    private volatile bool _isEnding;
    private Shell? _current;
    private Task _running = Task.CompletedTask;
    private long _handled;
    private long _failed;
    private long _missed;

    private AlertHandler(AlertScript script, Runspace runspace, Action<ListenerLogEntry> log)
    {
        _script = script;
        _runspace = runspace;
        _log = log;
    }

    /// <summary>The runspace that the script runs in.</summary>
    public Guid RunspaceId => _runspace.InstanceId;

    /// <summary>Alerts that the script was run for.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>Those among them for which it reported an error.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Alerts that it was too slow for, or that were left when the listener was stopped.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Opens the runspace, with the module in it.</summary>
    /// <exception cref="RuntimeException">The runspace cannot be made.</exception>
    public static AlertHandler Open(AlertScript script, Action<ListenerLogEntry> log)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([script.Manifest]);
        state.LanguageMode = script.LanguageMode;
        state.ThrowOnRunspaceOpenError = true;
        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        try
        {
            runspace.ThreadOptions = PSThreadOptions.ReuseThread;
            runspace.Name = "WebhookTools OnAlert";
            runspace.Open();
            runspace.SessionStateProxy.Path.SetLocation(WildcardPattern.Escape(script.Location));
            return new AlertHandler(script, runspace, log);
        }
        catch
        {
            runspace.Dispose();
            throw;
        }
    }

    /// <summary>Begins to follow a listener.</summary>
    public void Begin(WebhookListener listener) => _running = RunAllAsync(listener.FollowAsync(OnMissed, CancellationToken.None));

    /// <summary>The listener has stopped: waits for the script to be done with what came; stops it when the time is over.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!await IsEndedWithin(patience))
        {
            _isEnding = true;
            StopCurrent();
            if (!await IsEndedWithin(StopTimeout))
            {
                Say(ListenerLogLevel.Error, "OnAlertStuck", "The script block of -OnAlert did not stop when it was told to, and is left to itself.");
                return;
            }
        }

        // A runspace can only be closed by blocking, and not by a thread that it runs on.
        await Task.WhenAny(Task.Run(_runspace.Dispose), Task.Delay(StopTimeout, TimeProvider.System));
    }

    /// <summary>The listener did not start.</summary>
    public void Abandon() => _runspace.Dispose();

    private async Task<bool> IsEndedWithin(TimeSpan patience)
    {
        try
        {
            await _running.WaitAsync(patience, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task RunAllAsync(IAsyncEnumerable<WebhookAlert> alerts)
    {
        long left = 0;
        await foreach (WebhookAlert alert in alerts)
        {
            // The queue is emptied all the same, so that what is left is counted.
            if (_isEnding)
            {
                left++;
                continue;
            }

            await RunAsync(Alert.From(alert));
        }

        if (left > 0)
        {
            OnMissed(left);
        }
    }

    private async Task RunAsync(Alert alert)
    {
        bool hasFailed = false;
        try
        {
            using Shell shell = Create(alert);
            lock (_gate)
            {
                _current = shell;
            }

            try
            {
                await Task.Factory.FromAsync(shell.BeginInvoke(), shell.EndInvoke);
            }
            finally
            {
                lock (_gate)
                {
                    _current = null;
                }

                hasFailed = shell.HadErrors;
                TellOf(shell.Streams, alert);
            }
        }
#pragma warning disable CA1031 // Whatever the script threw: the listener's other alerts are run, and the operator learns of it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            hasFailed = true;
            ErrorRecord? record = (exception as RuntimeException)?.ErrorRecord;
            Say(ListenerLogLevel.Error, "OnAlertFailed", $"The script block of -OnAlert failed for alert {alert.Id}{PlaceOf(record)}: {exception.Message}");
        }

        Interlocked.Increment(ref _handled);
        if (hasFailed)
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private Shell Create(Alert alert)
    {
        // Above the script's own scope, where a script block that is no pipeline's finds $_.
        _runspace.SessionStateProxy.SetVariable("_", alert);
        var shell = Shell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(_script.Text, useLocalScope: true);
        foreach (object? argument in _script.Arguments)
        {
            shell.AddArgument(argument);
        }

        if (_script.Using.Count > 0)
        {
            shell.AddParameter(UsingValues.ParameterName, _script.Using);
        }

        // Nobody takes what it puts out, and it need not be kept until its end.
        shell.AddCommand("Out-Null");
        return shell;
    }

    private void StopCurrent()
    {
        lock (_gate)
        {
            // Not waited for: a script that does not stop is told of, not hung upon.
            _current?.BeginStop(static _ => { }, state: null);
        }
    }

    private void TellOf(PSDataStreams streams, Alert alert)
    {
        foreach (ErrorRecord error in streams.Error)
        {
            Say(ListenerLogLevel.Error, "OnAlertFailed", $"The script block of -OnAlert reported an error for alert {alert.Id}{PlaceOf(error)}: {error}");
        }

        foreach (WarningRecord warning in streams.Warning)
        {
            Say(ListenerLogLevel.Warning, "OnAlertSaid", $"The script block of -OnAlert, for alert {alert.Id}: {warning.Message}");
        }

        foreach (InformationRecord information in streams.Information)
        {
            Say(ListenerLogLevel.Information, "OnAlertSaid", $"The script block of -OnAlert, for alert {alert.Id}: {information.MessageData}");
        }
    }

    private static string PlaceOf(ErrorRecord? error) =>
        error?.InvocationInfo is { ScriptLineNumber: > 0 } place ? string.Create(CultureInfo.InvariantCulture, $" at its line {place.ScriptLineNumber}") : string.Empty;

    private void OnMissed(long count)
    {
        Interlocked.Add(ref _missed, count);
        Say(ListenerLogLevel.Warning, "OnAlertMissed", string.Create(CultureInfo.InvariantCulture, $"The script block of -OnAlert was not run for {count} alerts, since it takes longer than they come, or was stopped: the log has them all."));
    }

    private void Say(ListenerLogLevel level, string eventId, string message) =>
        _log(new ListenerLogEntry(level, TimeProvider.System.GetUtcNow(), eventId, message));
}
