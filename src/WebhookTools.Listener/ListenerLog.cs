using WebhookTools.Core.Masking;

namespace WebhookTools.Listener;

/// <summary>Passes entries to the operator's callback, whose exceptions never affect a request.</summary>
/// <param name="mask">Masks the listener's secrets, whatever a message quotes.</param>
internal sealed class ListenerLog(Action<ListenerLogEntry>? callback, SecretMask mask, TimeProvider timeProvider)
{
    public void Debug(string eventId, string message) => Write(ListenerLogLevel.Debug, eventId, message);

    public void Information(string eventId, string message) => Write(ListenerLogLevel.Information, eventId, message);

    public void Warning(string eventId, string message) => Write(ListenerLogLevel.Warning, eventId, message);

    public void Error(string eventId, string message) => Write(ListenerLogLevel.Error, eventId, message);

    public void Write(ListenerLogLevel level, string eventId, string message)
    {
        if (callback is null)
        {
            return;
        }

        try
        {
            callback(new ListenerLogEntry(level, timeProvider.GetUtcNow(), eventId, mask.Mask(message)));
        }
#pragma warning disable CA1031 // The operator's own code failed. The webhook must not fail with it.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }
}
