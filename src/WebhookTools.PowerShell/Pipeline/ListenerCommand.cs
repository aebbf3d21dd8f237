using System.Management.Automation;
using WebhookTools.Core;
using WebhookTools.PowerShell.Errors;
using WebhookTools.PowerShell.Output;

namespace WebhookTools.PowerShell.Pipeline;

/// <summary>The base of the cmdlets that find listeners by id or port.</summary>
public abstract class ListenerCommand : AsyncCommand
{
    private protected const string IdSet = "Id";
    private protected const string PortSet = "Port";
    private protected const string ObjectSet = "Object";

    /// <summary>Returns the listeners that are found, and reports those that are not.</summary>
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
