using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.PowerShell.Output;
using Shell = System.Management.Automation.PowerShell;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>
/// Runs the script block of <c>-OnAlert</c> for each alert, one at a time, in a separate runspace and on a separate thread, so that a slow
/// script delays nothing else. Its messages go to the listener's log.
/// </summary>
internal sealed class AlertHandler
{
    /// <summary>The time within which a script must stop once it is told to, and its runspace must close.</summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    // Like that of PowerShell's own threads.
    private const int StackSize = 10_000_000;

    private readonly AlertScript _script;
    private readonly Runspace _runspace;
    private readonly Action<ListenerLogEntry> _log;
    private readonly Lock _gate = new();
    private volatile bool _isEnding;
    private Task? _closing;
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

    public Guid RunspaceId => _runspace.InstanceId;

    /// <summary>The number of alerts for which the script was run.</summary>
    public long Handled => Interlocked.Read(ref _handled);

    /// <summary>The number of alerts for which the script failed or reported an error.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>The number of alerts that were dropped because the script was too slow, or were left when the listener stopped.</summary>
    public long Missed => Interlocked.Read(ref _missed);

    /// <summary>Opens the runspace and imports the module into it.</summary>
    /// <exception cref="RuntimeException">The runspace cannot be opened.</exception>
    public static AlertHandler Open(AlertScript script, Action<ListenerLogEntry> log)
    {
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule([script.Manifest]);
        state.LanguageMode = script.LanguageMode;
        state.ThrowOnRunspaceOpenError = true;
        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        try
        {
            // A thread of PowerShell would keep the process alive if the script cannot be stopped.
            runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
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

    public void Start(WebhookListener listener)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running = ended.Task;
        IEnumerable<WebhookAlert> alerts = listener.FollowAsync(OnMissed, CancellationToken.None).ToBlockingEnumerable();
        var thread = new Thread(() => RunAll(alerts, ended), StackSize) { IsBackground = true, Name = _runspace.Name };
        thread.Start();
    }

    /// <summary>Waits until the script has handled the remaining alerts, and stops it after the timeout. Called once the listener has stopped.</summary>
    public async Task StopAsync(TimeSpan timeout)
    {
        await HasEndedWithin(timeout);
        Task closing = BeginClose();
        if (!await HasEndedWithin(StopTimeout))
        {
            Log(ListenerLogLevel.Error, "OnAlertStuck", "The script block of -OnAlert did not stop in time and was abandoned.");
            return;
        }

        await Task.WhenAny(closing, Task.Delay(StopTimeout, TimeProvider.System));
    }

    /// <summary>Begins to close the runspace, which stops the script.</summary>
    /// <returns>A task that completes when the runspace is closed. If the script cannot be stopped, it never does.</returns>
    public Task BeginClose()
    {
        _isEnding = true;
        Task closing;
        lock (_gate)
        {
            // In the background, because closing blocks until the script has stopped. The asynchronous methods of a runspace
            // and of a pipeline block a thread that keeps the process alive.
            closing = _closing ??= Task.Run(_runspace.Dispose);
        }

        // When PowerShell exits, it waits for the script of every runspace that is still open. It passes over one that is being closed.
        SpinWait.SpinUntil(() => _runspace.RunspaceStateInfo.State != RunspaceState.Opened, StopTimeout);
        return closing;
    }

    /// <summary>Closes the runspace if the listener did not start.</summary>
    public void Abandon() => _runspace.Dispose();

    private async Task<bool> HasEndedWithin(TimeSpan timeout)
    {
        try
        {
            await _running.WaitAsync(timeout, TimeProvider.System);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void RunAll(IEnumerable<WebhookAlert> alerts, TaskCompletionSource ended)
    {
        long left = 0;
        foreach (WebhookAlert alert in alerts)
        {
            // The loop goes on to count the remaining alerts.
            if (_isEnding)
            {
                left++;
                continue;
            }

            Run(Alert.From(alert));
        }

        if (left > 0)
        {
            OnMissed(left);
        }

        ended.SetResult();
    }

    private void Run(Alert alert)
    {
        bool hasFailed = false;
        try
        {
            using Shell shell = Create(alert);
            try
            {
                shell.Invoke();
            }
            finally
            {
                hasFailed = shell.HadErrors;
                LogStreams(shell.Streams, alert);
            }
        }
#pragma warning disable CA1031 // Whatever the script throws, it is run for the other alerts. The exception is logged.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            hasFailed = true;
            ErrorRecord? record = (exception as RuntimeException)?.ErrorRecord;
            Log(ListenerLogLevel.Error, "OnAlertFailed", $"The script block of -OnAlert failed for alert {alert.Id}{LocationOf(record)}: {exception.Message}");
        }

        Interlocked.Increment(ref _handled);
        if (hasFailed)
        {
            Interlocked.Increment(ref _failed);
        }
    }

    private Shell Create(Alert alert)
    {
        // Set in the parent scope, where a script block that is not part of a pipeline finds $_.
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

        // Output is discarded, and not collected until the script ends.
        shell.AddCommand("Out-Null");
        return shell;
    }

    private void LogStreams(PSDataStreams streams, Alert alert)
    {
        foreach (ErrorRecord error in streams.Error)
        {
            Log(ListenerLogLevel.Error, "OnAlertFailed", $"The script block of -OnAlert reported an error for alert {alert.Id}{LocationOf(error)}: {error}");
        }

        foreach (WarningRecord warning in streams.Warning)
        {
            Log(ListenerLogLevel.Warning, "OnAlertSaid", $"The script block of -OnAlert wrote a warning for alert {alert.Id}: {warning.Message}");
        }

        foreach (InformationRecord information in streams.Information)
        {
            Log(ListenerLogLevel.Information, "OnAlertSaid", $"The script block of -OnAlert wrote for alert {alert.Id}: {information.MessageData}");
        }
    }

    private static string LocationOf(ErrorRecord? error) =>
        error?.InvocationInfo is { ScriptLineNumber: > 0 } place ? string.Create(CultureInfo.InvariantCulture, $" at line {place.ScriptLineNumber}") : string.Empty;

    private void OnMissed(long count)
    {
        Interlocked.Add(ref _missed, count);
        Log(ListenerLogLevel.Warning, "OnAlertMissed", string.Create(CultureInfo.InvariantCulture, $"The script block of -OnAlert was not run for {count} alerts, because it was too slow or was stopped. The log contains them."));
    }

    private void Log(ListenerLogLevel level, string eventId, string message) =>
        _log(new ListenerLogEntry(level, TimeProvider.System.GetUtcNow(), eventId, message));
}
