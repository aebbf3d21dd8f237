using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Tests.Journal;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>The clock is set back and forward, as by a time server, while alarms are received.</summary>
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly TimeSpan[] Steps = [TimeSpan.FromMinutes(-5), TimeSpan.FromDays(1), TimeSpan.FromDays(-2), TimeSpan.FromSeconds(1), TimeSpan.FromHours(-3)];

    [Fact]
    public async Task A_clock_set_back_neither_loses_nor_duplicates_alarms()
    {
        using var folder = new TemporaryFolder();
        string journal = folder.File("webhook.log");
        ManualTimeProvider clock = JournalSamples.Clock();
        var options = new ListenerOptions
        {
            Port = 0,
            Journal = new JournalOptions { Path = journal, MaximumSize = 64 * 1024 },
            RateLimitPerAddress = 0,
            RateLimitTotal = 0,
        };
        var sender = new NumberedSender();
        await using (WebhookListener listener = await WebhookListener.StartAsync(options, clock, log: null, CancellationToken.None))
        {
            using var end = new CancellationTokenSource();
            Task sending = sender.PostAsync(listener.Uri, connections: 8, end.Token);
            foreach (TimeSpan step in Steps)
            {
                int enough = sender.AcknowledgedCount + 200;
                await JournalSamples.UntilAsync(() => sender.AcknowledgedCount >= enough);
                clock.Set(clock.GetUtcNow() + step);
            }

            await end.CancelAsync();
            await sending;
        }

        int found = await JournalProof.HoldsOnceAsync(sender.Acknowledged, journal);
        List<string> ids = [.. (await JournalSamples.ReadAsync(journal)).Select(alert => alert.Id)];
        output.WriteLine($"{Steps.Length} steps of the clock, {sender.AcknowledgedCount} acknowledged, {found} in the journal, {JournalSamples.RotatedNames(journal).Length} rotated files.");
        Assert.Equal(sender.AcknowledgedCount, found);
        Assert.Equal(ids.Count, ids.Distinct(StringComparer.Ordinal).Count());
    }
}
