using System.Management.Automation.Runspaces;
using WebhookTools.Listener;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>
/// The listeners of this process. Every runspace sees them all, so that a thread job can receive what the session listens for;
/// the runspace that started one takes it along when it ends or removes the module.
/// </summary>
internal static class ListenerRegistry
{
    /// <summary>How long a stop may take where nobody can wait any longer: at the end of the process or of a runspace.</summary>
    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(5);

    private static readonly Lock Gate = new();
    private static readonly List<(ListenerInfo Info, RunningListener Listener)> Listeners = [];
    private static int s_lastId;
    private static bool s_watchesProcess;

    /// <summary>The listeners that were started and not stopped, in the order of their start.</summary>
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

    /// <summary>Starts a listener that belongs to a runspace.</summary>
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
                AppDomain.CurrentDomain.ProcessExit += static (_, _) => StopAtLastMoment(All);
            }

            owner.StateChanged -= OnRunspaceStateChanged;
            owner.StateChanged += OnRunspaceStateChanged;
            return info;
        }
    }

    /// <summary>Stops a listener. One that was stopped already stays so.</summary>
    /// <param name="caller">The runspace that asks for it, or null.</param>
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

    /// <summary>Stops what a runspace started, and waits a moment for it.</summary>
    public static void StopOf(Guid owner) => StopAtLastMoment(All.Where(entry => entry.Listener.Owner == owner));

    private static void OnRunspaceStateChanged(object? sender, RunspaceStateEventArgs change)
    {
        if (sender is Runspace runspace && change.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken)
        {
            runspace.StateChanged -= OnRunspaceStateChanged;
            StopOf(runspace.InstanceId);
        }
    }

    private static void StopAtLastMoment(IEnumerable<(ListenerInfo Info, RunningListener Listener)> listeners)
    {
        Task[] stops = [.. listeners.Select(entry => Task.Run(() => StopAsync(entry.Info, caller: null, CancellationToken.None)))];

        // Blocks, since neither the end of a process nor that of a runspace can be awaited.
        Task.WhenAny(Task.WhenAll(stops), Task.Delay(LastMoment, TimeProvider.System)).Wait();
    }
}
