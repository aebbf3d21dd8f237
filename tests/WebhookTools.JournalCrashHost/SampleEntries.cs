using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener;
using WebhookTools.Listener.Journal;

namespace WebhookTools.JournalCrashHost;

/// <summary>Entries as a listener makes them of an alarm of 270 bytes.</summary>
internal sealed class SampleEntries(TimeProvider timeProvider)
{
    private static readonly KeyValuePair<string, string>[] Headers =
    [
        new("Content-Type", "application/json"),
        new("User-Agent", "monasca-notification"),
    ];

    private readonly JournalIdSource _ids = new(timeProvider, SystemRandomSource.Instance);

    /// <summary>The alarm of a number; its name is the number.</summary>
    public static byte[] Alarm(long number) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"alarm_id": "1234","alarm_definition_id": "freddef","alarm_name": "{{number}}","alarm_description": "alarmDescription","alarm_timestamp": "timestamp","state": "Critical","old_state": "oldState","message": "this is the message","tenant_id": "tenant1234","metrics": "1234"}"""));

    /// <summary>An entry with the alarm in it.</summary>
    public JournalEntry Entry(byte[] body, string name)
    {
        string id = _ids.Next();
        DateTimeOffset now = timeProvider.GetUtcNow();
        return new JournalEntry
        {
            Id = id,
            ReceivedAt = now,
            Protocol = "Monasca",
            Path = "/",
            Remote = "127.0.0.1",
            Signature = "not-required",
            Headers = Headers,
            Alerts = [new WebhookAlert { Id = id + ".0", ReceivedAt = now, Protocol = "Monasca", Name = name, Status = "Critical", Summary = "this is the message", Fingerprint = "1234" }],
            Body = body,
            IsJson = true,
        };
    }
}
