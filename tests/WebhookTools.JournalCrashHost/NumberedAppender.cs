using System.Globalization;
using System.Text;
using WebhookTools.Core;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;

namespace WebhookTools.JournalCrashHost;

/// <summary>Appends numbered entries from 16 tasks until it is killed, and prints each number that was acknowledged.</summary>
public static class NumberedAppender
{
    private const int Appenders = 16;

    private static readonly KeyValuePair<string, string>[] Headers =
    [
        new("Content-Type", "application/json"),
        new("User-Agent", "monasca-notification"),
    ];

    public static async Task<int> RunAsync(string[] arguments)
    {
        var options = new JournalOptions
        {
            Path = arguments[0],
            Durability = Enum.Parse<JournalDurability>(arguments[1]),
            MaximumSize = long.Parse(arguments[2], CultureInfo.InvariantCulture),
            Compress = bool.Parse(arguments[4]),
        };
        long next = long.Parse(arguments[3], CultureInfo.InvariantCulture);
        await using JournalWriter journal = JournalWriter.Open(options, TimeProvider.System, log: null);
        var ids = new JournalIdSource(TimeProvider.System, SystemRandomSource.Instance);

        // Unbuffered: when a write returns, the test can read the number even if this process is killed.
        await using Stream output = Console.OpenStandardOutput();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, Appenders).Select(_ => Task.Run(AppendAsync)));
        return 0;

        async Task AppendAsync()
        {
            while (true)
            {
                string name = Interlocked.Increment(ref next).ToString(CultureInfo.InvariantCulture);
                await journal.AppendAsync(CreateEntry(ids.Next(), name), CancellationToken.None);
                byte[] line = Encoding.ASCII.GetBytes(name + "\n");
                lock (gate)
                {
                    output.Write(line);
                }
            }
        }
    }

    // An alarm of about 270 bytes, as the listener records it.
    private static JournalEntry CreateEntry(string id, string name)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
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
            Body = Encoding.UTF8.GetBytes($$"""{"alarm_id": "1234","alarm_definition_id": "freddef","alarm_name": "{{name}}","alarm_description": "alarmDescription","alarm_timestamp": "timestamp","state": "Critical","old_state": "oldState","message": "this is the message","tenant_id": "tenant1234","metrics": "1234"}"""),
            IsJson = true,
        };
    }
}
