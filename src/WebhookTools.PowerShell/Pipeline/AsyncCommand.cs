using System.Management.Automation;
using System.Runtime.ExceptionServices;
using WebhookTools.Core;
using WebhookTools.PowerShell.Errors;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>
/// What every cmdlet of the module stands on: asynchronous work runs on tasks while the pipeline's thread writes what they have to say.
/// Ctrl+C cancels it at once, no task outlives the cmdlet, and the core's errors become error records in one place.
/// </summary>
public abstract class AsyncCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PipelineQueue _queue = new();
    private readonly List<Task> _running = [];
    private readonly Lock _gate = new();
    private bool _isDisposed;

    /// <summary>Cancelled by Ctrl+C, and when the pipeline ends before the cmdlet does.</summary>
    private protected CancellationToken StoppingToken => _stopping.Token;

    /// <summary>Ends the cmdlet's tasks, also where the pipeline never reached its end.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What <see cref="BeginProcessing"/> does.</summary>
    protected virtual void OnBegin()
    {
    }

    /// <summary>What <see cref="ProcessRecord"/> does.</summary>
    protected virtual void OnProcess()
    {
    }

    /// <summary>What <see cref="EndProcessing"/> does.</summary>
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
        _queue.AbandonUntil(WhenAllEnded());
        lock (_gate)
        {
            _isDisposed = true;
        }

        _stopping.Dispose();
        _queue.Dispose();
    }

    /// <summary>Starts work that goes on while the pipeline does.</summary>
    private protected Task Start(Func<CancellationToken, Task> work)
    {
        CancellationToken cancellationToken = StoppingToken;
        return Keep(Task.Run(() => work(cancellationToken), cancellationToken));
    }

    /// <summary>Starts work on a thread of its own, which it may block.</summary>
    private protected void StartThread(Action<CancellationToken> work)
    {
        CancellationToken cancellationToken = StoppingToken;
        _ = Keep(Task.Factory.StartNew(() => work(cancellationToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default));
    }

    /// <summary>Has the cmdlet wait for a task, at the latest when it ends.</summary>
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

    /// <summary>Does work to its end; its errors are thrown here.</summary>
    private protected void Run(Func<CancellationToken, Task> work) => Await(Start(work));

    /// <summary>Writes what tasks have to say until one of them has ended; its errors are thrown here.</summary>
    private protected void Await(Task task)
    {
        Drain(() => _queue.DrainUntil(task));
        Rethrow(task);
    }

    /// <inheritdoc cref="Await(Task)"/>
    private protected T Await<T>(Task<T> task)
    {
        Await((Task)task);

        // Blocks nobody: the task has ended, and well, or the line above would have thrown.
        return task.Result;
    }

    /// <summary>Writes what tasks have to say until it is so. It is asked again whenever one of the cmdlet's tasks has ended, and at <see cref="Wake"/>.</summary>
    private protected void AwaitUntil(Func<bool> isSo) => Drain(() => _queue.DrainUntil(isSo));

    /// <summary>From a task or a thread: has the pipeline's thread look up.</summary>
    private protected void Wake() => _queue.Wake();

    /// <summary>Writes what tasks have had to say so far.</summary>
    private protected void Flush() => Await(Task.CompletedTask);

    /// <summary>From a task: has the pipeline's thread do something, without waiting for it.</summary>
    private protected void Post(Action action) => _queue.Post(action);

    /// <summary>From a task: writes an object, and waits while the pipeline is behind.</summary>
    private protected ValueTask OutputAsync(object value, CancellationToken cancellationToken) =>
        _queue.WriteAsync(() => WriteObject(value), cancellationToken);

    /// <summary>From a task: asks the pipeline's thread.</summary>
    private protected Task<T> InvokeAsync<T>(Func<T> function, CancellationToken cancellationToken) =>
        _queue.InvokeAsync(function, cancellationToken);

    /// <summary>Whether the caller gave a parameter, were it a variable that is empty.</summary>
    private protected bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);

    /// <summary>Whether verbose messages are shown; where they are not, there is no need to make them.</summary>
    private protected bool IsVerbose => MyInvocation.BoundParameters.TryGetValue("Verbose", out object? verbose)
        ? verbose is SwitchParameter { IsPresent: true }
        : GetVariableValue("VerbosePreference") is not ActionPreference.SilentlyContinue;

    /// <summary>
    /// Whether -WhatIf or -Confirm, given or preferred, may have something to say about a cmdlet whose impact is medium, as it is where none is declared.
    /// Where not, <see cref="Cmdlet.ShouldProcess(string, string)"/> says yes to all, and its texts need not be made for each of many objects.
    /// </summary>
    private protected bool AsksOrTells =>
        IsGiven("WhatIf")
        || IsGiven("Confirm")
        || GetVariableValue("WhatIfPreference") is not (false or SwitchParameter { IsPresent: false })
        || GetVariableValue("ConfirmPreference") is not (ConfirmImpact.High or ConfirmImpact.None);

    /// <summary>Resolves a path against the location of PowerShell, which is not the process's current folder.</summary>
    private protected string ResolvePath(string path) => SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);

    private static void Rethrow(Task task)
    {
        if (task.IsCanceled)
        {
            throw new OperationCanceledException();
        }

        if (task.Exception is { } exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException ?? exception);
        }
    }

    private void Drain(Action drain)
    {
        try
        {
            drain();
        }
        catch
        {
            // Writing failed: the pipeline is being unwound (Select-Object -First 1, -ErrorAction Stop, Ctrl+C).
            StopProcessing();
            _queue.AbandonUntil(WhenAllEnded());
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
