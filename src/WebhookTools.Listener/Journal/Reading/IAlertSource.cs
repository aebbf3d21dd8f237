using WebhookTools.Core.Alerts;
namespace WebhookTools.Listener.Journal.Reading;

/// <summary>The alerts of one file, in the order of the one who reads.</summary>
internal interface IAlertSource : IAsyncDisposable
{
    /// <summary>Adds the next alerts that are wanted, a line or more of them; false at the end.</summary>
    ValueTask<bool> ReadAsync(List<WebhookAlert> alerts, CancellationToken cancellationToken);
}
