using System.Management.Automation;
using WebhookTools.Core;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>What the cmdlets have in common that look for a listener by its id or port.</summary>
public abstract class ListenerCommand : AsyncCommand
{
    private protected const string IdSet = "Id";
    private protected const string PortSet = "Port";
    private protected const string ObjectSet = "Object";

    /// <summary>Gives each listener that is found, and reports each that is not.</summary>
    private protected IEnumerable<ListenerInfo> FindEach(int[] numbers, Func<int, ListenerInfo> find)
    {
        foreach (int number in numbers)
        {
            if (FindOrReport(number, find) is { } info)
            {
                yield return info;
            }
        }
    }

    private ListenerInfo? FindOrReport(int number, Func<int, ListenerInfo> find)
    {
        try
        {
            return find(number);
        }
        catch (WebhookException exception)
        {
            WriteError(ErrorRecords.Create(exception, number));
            return null;
        }
    }
}
