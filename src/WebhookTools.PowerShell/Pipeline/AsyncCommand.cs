using System.Management.Automation;
using System.Runtime.ExceptionServices;
using WebhookTools.Core;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// The base of all cmdlets of the module. Asynchronous work runs in tasks while the pipeline thread writes their output.
/// Ctrl+C cancels the tasks at once, no task outlives the cmdlet, and errors of the core become error records.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PipelineQueue _queue = new();
    private readonly List<Task> _running = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>Canceled by Ctrl+C, and when the pipeline ends before the cmdlet does.</summary>
    private protected CancellationToken StoppingToken => _stopping.Token;

    /// <summary>Ends the cmdlet's tasks, even if the pipeline did not reach its end.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs once before the first input object.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>Runs for each input object.</summary>
    protected virtual void OnProcess()
    {
    }

    /// <summary>Runs once after the last input object.</summary>
    protected virtual void OnEnd()
    {
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Guard(OnBegin);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => Guard(OnProcess);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => Guard(OnEnd);

    /// <inheritdoc/>
    protected sealed override void StopProcessing()
    {
        lock (_gate)
        {
            if (!_isDisposed)
            {
                _stopping.Cancel();
            }
        }
    }

    /// <summary>Ends the cmdlet's tasks.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _isDisposed)
        {
            return;
        }

        StopProcessing();
        _queue.DiscardUntil(WhenAllEnded());
        lock (_gate)
        {
            _isDisposed = true;
        }

        _stopping.Dispose();
        _queue.Dispose();
    }

    /// <summary>Registers a task that the cmdlet waits for before it ends.</summary>
    private protected TTask Keep<TTask>(TTask task)
        where TTask : Task
    {
        if (!task.IsCompletedSuccessfully)
        {
            lock (_running)
            {
                _running.RemoveAll(static other => other.IsCompletedSuccessfully);
                _running.Add(task);
            }

            _queue.WakeAtEndOf(task);
        }

        return task;
    }

    /// <summary>Runs work to its end and throws its errors.</summary>
    private protected void Run(Func<CancellationToken, Task> work)
    {
        CancellationToken cancellationToken = StoppingToken;
        Await(Keep(Task.Run(() => work(cancellationToken), cancellationToken)));
    }

    /// <summary>Writes the output of tasks until this one has ended, and throws its errors.</summary>
    private protected void Await(Task task)
    {
        Drain(() => _queue.DrainUntil(task));
        if (task.IsCanceled)
        {
            throw new OperationCanceledException();
        }

        if (task.Exception is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException ?? exception);
        }
    }

    /// <inheritdoc cref="Await(Task)"/>
    private protected T Await<T>(Task<T> task)
    {
        Await((Task)task);

        // Does not block: the task completed successfully.
        return task.Result;
    }

    /// <summary>Writes the output of tasks until the condition is true. It is checked whenever a task of <see cref="Keep"/> ends.</summary>
    private protected void AwaitUntil(Func<bool> condition) => Drain(() => _queue.DrainUntil(condition));

    /// <summary>Gives running tasks some time to end, and discards their output: for a pipeline that was broken off.</summary>
    private protected void AwaitRunning(TimeSpan grace) =>
        _queue.DiscardUntil(Task.WhenAny(WhenAllEnded(), Task.Delay(grace, TimeProvider.System, StoppingToken)));

    /// <summary>From a task: runs an action on the pipeline thread, without waiting for it.</summary>
    private protected void Post(Action action) => _queue.Post(action);

    /// <summary>From a task: writes an object, and waits while the pipeline is behind.</summary>
    private protected ValueTask OutputAsync(object value, CancellationToken cancellationToken) =>
        _queue.WriteAsync(() => WriteObject(value), cancellationToken);

    /// <summary>Writes a verbose message. Its control characters are escaped, because it may quote what was received; those of the other streams as well.</summary>
    internal new void WriteVerbose(string text) => base.WriteVerbose(DisplayText.Escape(text));

    /// <inheritdoc cref="WriteVerbose"/>
    internal new void WriteProgress(ProgressRecord record)
    {
        record.CurrentOperation = DisplayText.Escape(record.CurrentOperation);
        base.WriteProgress(record);
    }

    /// <inheritdoc cref="WriteVerbose"/>
    private protected new void WriteWarning(string text) => base.WriteWarning(DisplayText.Escape(text));

    /// <inheritdoc cref="Cmdlet.ShouldProcess(string, string)"/>
    private protected new bool ShouldProcess(string target, string action) => base.ShouldProcess(DisplayText.Escape(target), DisplayText.Escape(action));

    /// <summary>Whether the caller gave a parameter, even if its value is empty.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether verbose messages are shown.</summary>
    private protected bool IsVerbose => MyInvocation.BoundParameters.TryGetValue("Verbose", out object? verbose)
        ? verbose is SwitchParameter { IsPresent: true }
        : GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue;

    /// <summary>
    /// Whether <see cref="Cmdlet.ShouldProcess(string, string)"/> may prompt or write, because of a parameter or a preference.
    /// If not, it returns true for every object, and its texts need not be created.
    /// </summary>
    private protected bool MayPrompt =>
        IsGiven("WhatIf")
        || IsGiven("Confirm")
        || GetVariableValue("WhatIfPreference") is not (false or SwitchParameter { IsPresent: false })
        || GetVariableValue("ConfirmPreference") is not (ConfirmImpact.High or ConfirmImpact.None);

    /// <summary>Resolves a path against PowerShell's location, which is not the current folder of the process.</summary>
    private protected string ResolvePath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private void Drain(Action drain)
    {
        try
        {
            drain();
        }
        catch
        {
            // Writing failed: the pipeline unwinds (Select-Object -First 1, -ErrorAction Stop, Ctrl+C).
            StopProcessing();
            _queue.DiscardUntil(WhenAllEnded());
            throw;
        }
    }

    private Task WhenAllEnded()
    {
        lock (_running)
        {
            return Task.WhenAll(_running);
        }
    }

    private void Guard(Action stage)
    {
        try
        {
            stage();
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (WebhookException exception)
        {
            ThrowTerminatingError(ErrorRecords.Create(exception, target: null));
        }
    }
}
