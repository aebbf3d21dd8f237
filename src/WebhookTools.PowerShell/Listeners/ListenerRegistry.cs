using System.Management.Automation.Runspaces;
using WebhookTools.Listener;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>
/// The listeners of the process. All runspaces share them, so that a thread job can receive from a listener of the session. A listener
/// stops when the runspace that started it closes or removes the module.
/// </summary>
internal static class ListenerRegistry
{
    /// <summary>The time that the end of the process or of a runspace waits for listeners to stop.</summary>
    private static readonly TimeSpan ExitTimeout = TimeSpan.FromSeconds(5);

    private static readonly Lock Gate = new();
    private static readonly List<(ListenerInfo Info, RunningListener Listener)> Listeners = [];
    private static int s_lastId;
    private static bool s_watchesProcess;

    /// <summary>The running listeners, in the order in which they were started.</summary>
    public static IReadOnlyList<(ListenerInfo Info, RunningListener Listener)> All
    {
        get
        {
            lock (Gate)
            {
                return [.. Listeners];
            }
        }
    }

    /// <summary>Starts a listener that a runspace owns.</summary>
    public static async Task<ListenerInfo> StartAsync(ListenerOptions options, Runspace owner, AlertScript? onAlert, Action<ListenerLogEntry> onStarting, CancellationToken cancellationToken)
    {
        RunningListener listener = await RunningListener.StartAsync(options, owner.InstanceId, onAlert, onStarting, cancellationToken);
        lock (Gate)
        {
            var info = new ListenerInfo(++s_lastId, listener);
            Listeners.Add((info, listener));
            if (!s_watchesProcess)
            {
                s_watchesProcess = true;
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopBeforeExit(All);
            }

            owner.StateChanged -= OnRunspaceStateChanged;
            owner.StateChanged += OnRunspaceStateChanged;
            return info;
        }
    }

    /// <summary>Stops a listener, unless it was stopped before.</summary>
    /// <param name="caller">The calling runspace, or null.</param>
    public static async Task StopAsync(ListenerInfo info, Guid? caller, CancellationToken cancellationToken)
    {
        RunningListener? listener = null;
        lock (Gate)
        {
            int index = Listeners.FindIndex(entry => ReferenceEquals(entry.Info, info));
            if (index >= 0)
            {
                listener = Listeners[index].Listener;
                Listeners.RemoveAt(index);
            }
        }

        if (listener is not null)
        {
            await listener.StopAsync(caller, cancellationToken);
        }
    }

    /// <summary>Stops the listeners of a runspace, and waits a moment for them.</summary>
    public static void StopOf(Guid owner) => StopBeforeExit([.. All.Where(entry => entry.Listener.Owner == owner)]);

    private static void OnRunspaceStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        if (sender is Runspace runspace && change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
        {
            runspace.StateChanged -= OnRunspaceStateChanged;
            StopOf(runspace.InstanceId);
        }
    }

    private static void StopBeforeExit(IReadOnlyList<(ListenerInfo Info, RunningListener Listener)> listeners)
    {
        Task[] stops = [.. listeners.Select(entry => Task.Run(() => StopAsync(entry.Info, caller: null, CancellationToken.None)))];

        // Blocks, because the end of a process or of a runspace does not await a task.
        Task.WhenAny(Task.WhenAll(stops), Task.Delay(ExitTimeout, TimeProvider.System)).Wait();
        foreach ((_, RunningListener listener) in listeners)
        {
            // A script that still runs must not keep the process alive.
            _ = listener.Handler?.BeginClose();
        }
    }
}
