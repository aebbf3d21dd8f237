using System.Globalization;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Listeners;

/// <summary>Finds the listeners that a cmdlet's parameters name.</summary>
internal static class ListenerSelection
{
    /// <summary>Returns the listener with an id.</summary>
    /// <exception cref="Core.WebhookException">The listener does not exist.</exception>
    public static ListenerInfo ById(int id) =>
        Find(info => info.Id == id) ?? throw CommandErrors.ListenerNotFound(string.Create(CultureInfo.InvariantCulture, $"with the id {id}"));

    /// <summary>Returns the listener on a port.</summary>
    /// <exception cref="Core.WebhookException">The listener does not exist.</exception>
    public static ListenerInfo ByPort(int port) =>
        Find(info => info.Port == port) ?? throw CommandErrors.ListenerNotFound(string.Create(CultureInfo.InvariantCulture, $"on port {port}"));

    /// <summary>Returns the only running listener.</summary>
    /// <exception cref="Core.WebhookException">There is no listener, or more than one.</exception>
    public static ListenerInfo Single()
    {
        var all = ListenerRegistry.All;
        return all.Count switch
        {
            0 => throw CommandErrors.ListenerNotFound(),
            1 => all[0].Info,
            _ => throw CommandErrors.ListenerAmbiguous(all.Count),
        };
    }

    private static ListenerInfo? Find(Func<ListenerInfo, bool> predicate) =>
        ListenerRegistry.All.Select(entry => entry.Info).FirstOrDefault(predicate);
}
