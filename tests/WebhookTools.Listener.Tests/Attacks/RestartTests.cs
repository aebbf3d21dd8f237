using System.Text;
using WebhookTools.Core.Alerts;
using WebhookTools.Listener.Http;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Tests.Overload;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Attacks;

/// <summary>A listener is killed, and the alert that it last acknowledged comes again once it is ready: it is in the journal once.</summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class RestartTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Journal => _folder.File("webhook.log");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task An_alert_is_recognized_after_a_kill(string format)
    {
        const int Kills = 3;
        for (int kill = 0; kill <= Kills; kill++)
        {
            await PostAndKillAsync("--log-format", format);
        }

        int found = Occurrences();
        output.WriteLine($"The same alert before and after each of {Kills} kills: {found} time in the {format} journal.");
        Assert.Equal(1, found);
    }

    [Theory]
    [InlineData("json")]
    [InlineData("text")]
    public async Task An_alert_is_recognized_at_the_start_of_a_large_journal(string format)
    {
        const int Count = 60_000;
        await PostAndKillAsync("--log-format", format);
        await AppendAsync(Count, string.Equals(format, "text", StringComparison.Ordinal) ? JournalFormat.Text : JournalFormat.Json);

        await PostAndKillAsync("--log-format", format);

        int found = Occurrences();
        output.WriteLine($"The same alert before and after {Count} others in {Files().Length} files: {found} time in the {format} journal.");
        Assert.Equal(1, found);
    }

    private async Task PostAndKillAsync(params string[] arguments)
    {
        await using ListenerProcess listener = await ListenerProcess.StartAsync(Journal, arguments);
        Assert.Equal(200, await Attacker.SendAsync(listener.Uri, Attacker.Post("/webhook", Samples.Bytes("alertmanager-firing.json"))));
        await listener.KillAsync();
    }

    private async Task AppendAsync(int count, JournalFormat format)
    {
        await using var writer = JournalWriter.Open(new JournalOptions { Path = Journal, Format = format, Durability = JournalDurability.Buffered }, TimeProvider.System, log: null);
        byte[] body = Encoding.UTF8.GetBytes($$"""{"message":"{{new string('x', 500)}}"}""");
        for (int number = 0; number < count; number++)
        {
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            await writer.AppendAsync(
                new JournalEntry
                {
                    Id = $"other{number:D6}",
                    ReceivedAt = now,
                    Protocol = "monasca",
                    Path = "/",
                    Alerts = [new WebhookAlert { Id = $"other{number:D6}.0", ReceivedAt = now, Protocol = "monasca", Fingerprint = $"{number}", Status = "ALARM" }],
                    Body = body,
                    IsJson = true,
                },
                CancellationToken.None);
        }
    }

    private string[] Files() => Directory.GetFiles(_folder.Path, "webhook*.log");

    private int Occurrences() => Files().Sum(file => File.ReadLines(file).Count(line => line.Contains("\"groupKey\"", StringComparison.Ordinal)));
}
