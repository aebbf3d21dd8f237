using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Messages;
using WebhookTools.Listener.Protocols;
using WebhookTools.Listener.Tests.Journal;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>
/// Sends reproducible invalid bodies and headers of many kinds. Each protocol accepts or rejects them without an exception. An accepted
/// webhook is stored as one journal line, from which the same number of alerts is read.
/// </summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class ProtocolFuzzTests(ITestOutputHelper output)
{
    private const int Rounds = 4000;

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\u0000", "\\ud83d", "null", "true", "-1", "1e400", "\n", "\r", "\0", "\uFEFF", "{}", "[]", "\"\"",
        "\"status\":", "\"labels\":{", "\"alerts\":[", "\"alertname\":1", "\"app\":", "\"timestamp\":-1", "\"startsAt\":\"0001-01-01T00:00:00Z\"", "\"name\":{",
        new('9', 40), new('a', 300),
    ];

    private static readonly string[] Events = ["ping", "push", "failure", "committime", "deploytime", "job.failed", "a.b", "", "é", "\t"];

    public static TheoryData<string> Names => [.. WebhookProtocols.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Every_webhook_is_accepted_or_rejected(string name)
    {
        using var meter = new Meter("fuzz");
        ManualTimeProvider clock = JournalSamples.Clock();
        WebhookProtocol protocol = ProtocolRegistry.All.Single(registration => string.Equals(registration.Name, name, StringComparison.OrdinalIgnoreCase))
            .Create(new ProtocolContext(TestListener.Options, clock, meter));
        byte[][] seeds = [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "data", "samples"), "*.json").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];
        var random = new Random(20261121);
        var mutation = new Mutation(random, Fragments);
        var formatter = new JsonEntryFormatter();
        using var folder = new TemporaryFolder();
        string journal = folder.File("webhook.log");
        var line = new ByteBuffer();
        await using FileStream file = File.Create(journal);
        int rounds = 0;
        int accepted = 0;
        int alerts = 0;
        foreach (int round in LongForm.FuzzRounds(Rounds))
        {
            rounds++;
            IncomingWebhook request = Request(round, mutation.Of(seeds[random.Next(seeds.Length)]), random, protocol);
            WebhookReading reading = protocol.CheckBeforeSignature(request) ?? protocol.Read(request);
            if (!reading.IsAccepted)
            {
                Assert.NotEmpty(reading.Reason);
                continue;
            }

            accepted++;
            alerts += reading.Alerts.Count;
            formatter.Format(
                new JournalEntry { Id = request.Id, ReceivedAt = request.ReceivedAt, Protocol = protocol.Name, Path = request.Path, Event = reading.Event, Alerts = reading.Alerts, Body = JsonBody.WithoutByteOrderMark(request.Body), IsJson = reading.IsJson },
                line);
            Assert.Equal(line.Length - 1, line.WrittenSpan.IndexOf((byte)'\n'));
            file.Write(line.WrittenSpan);
            line.Clear();
        }

        await file.DisposeAsync();
        output.WriteLine($"{name}: {rounds} webhooks, {accepted} accepted, {alerts} alerts.");
        Assert.InRange(accepted, rounds / 200, rounds);
        Assert.Equal(alerts, (await JournalSamples.ReadAsync(journal)).Count);
    }

    private static IncomingWebhook Request(int round, byte[] body, Random random, WebhookProtocol protocol)
    {
        var headers = new SignatureHeaders();
        headers.Add("User-Agent", random.Next(8) == 0 ? "fuzz" : "Pelorus-Webhook/1");
        headers.Add("Content-Type", "application/json");
        string eventName = Events[random.Next(Events.Length)];
        foreach (string header in (ReadOnlySpan<string>)["X-Pelorus-Event", "X-GitHub-Event", "X-Hook-Event"])
        {
            headers.Add(header, eventName);
        }

        string path = protocol.Paths[random.Next(protocol.Paths.Count)].Replace("*", "any", StringComparison.Ordinal);
        return new IncomingWebhook
        {
            Id = round.ToString("D26", CultureInfo.InvariantCulture),
            ReceivedAt = JournalSamples.Noon,
            Path = path,
            EscapedPath = path,
            Headers = headers,
            Body = body,
            ReportBase = "http://localhost",
        };
    }
}
