using WebhookTools.Core;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Overload;

/// <summary>
/// A listener is killed, its disk fills up, or its folder disappears. Every webhook that it acknowledged with 2xx is in its journal
/// exactly once. WEBHOOKTOOLS_LISTENER_KILLS sets how often it is killed.
/// </summary>
[Trait(LongForm.Trait, LongForm.Long)]
public sealed class ListenerCrashTests(ITestOutputHelper output)
{
    private const int ShortForm = 5;
    private const int Connections = 32;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Webhooks_acknowledged_by_a_killed_listener_are_journaled_exactly_once()
    {
        int kills = LongForm.Count("WEBHOOKTOOLS_LISTENER_KILLS", ShortForm);
        using var folder = new TemporaryFolder();
        string journal = folder.File("webhook.log");
        var sender = new NumberedSender();
        int torn = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            await using ListenerProcess listener = await ListenerProcess.StartAsync(journal, "--maximum-log-size", "64KiB");
            using var end = new CancellationTokenSource();
            Task sending = sender.PostAsync(listener.Uri, Connections, end.Token);

            // Kill it a while after some acknowledgments, so that each run stores something and ends at a different point.
            int enough = sender.AcknowledgedCount + 1 + (int)(SystemRandomSource.Instance.NextDouble() * 1500);
            await UntilAsync(() => sender.AcknowledgedCount >= enough);
            torn += (await listener.KillAsync()).Contains("TornTailCut", StringComparison.Ordinal) ? 1 : 0;
            await end.CancelAsync();
            await sending;
        }

        int found = await JournalProof.HoldsOnceAsync(sender.Acknowledged, journal);
        int rotated = Directory.GetFiles(folder.Path, "webhook.*Z.log").Length;
        output.WriteLine($"{kills} kills, {sender.AcknowledgedCount} acknowledged, {found} in the journal, {rotated} rotated files, {torn} torn tails cut back.");
        Assert.True(rotated > 0, "Nothing was rotated.");
    }

    [Fact]
    public async Task A_full_disk_loses_no_acknowledged_webhook()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a small file system");
        using var folder = new TemporaryFolder();
        await using TemporaryMount? disk = await TemporaryMount.TryMountDiskAsync(Directory.CreateDirectory(folder.File("disk")).FullName, mebibytes: 2);
        Assert.SkipWhen(disk is null, "this system does not let its root mount a file system");
        string filler = Path.Combine(disk.Path, "filler");
        await File.WriteAllBytesAsync(filler, new byte[1 << 20], CancellationToken.None);
        string journal = Path.Combine(disk.Path, "webhook.log");
        var sender = new NumberedSender(padding: 400);
        await using ListenerProcess listener = await ListenerProcess.StartAsync(journal, "--maximum-log-size", "256KiB");
        using var end = new CancellationTokenSource();
        Task sending = sender.PostAsync(listener.Uri, Connections, end.Token);

        await UntilAsync(() => sender.Rejected > 200);
        int before = sender.AcknowledgedCount;
        File.Delete(filler);
        await UntilAsync(() => sender.AcknowledgedCount > before + 200);
        await end.CancelAsync();
        await sending;
        await listener.KillAsync();

        int found = await JournalProof.HoldsOnceAsync(sender.Acknowledged, journal);
        output.WriteLine($"{before} acknowledged until the disk was full, {sender.Rejected} rejected with 503, {sender.AcknowledgedCount - before} acknowledged after space was available again; {found} in the journal.");
        Assert.True(before > 100, "The disk was full at once.");
        Assert.Equal(sender.AcknowledgedCount, found);
    }

    [Fact]
    public async Task A_journal_whose_folder_is_moved_continues_in_a_new_one_without_loss()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a folder go whose files are open");
        using var folder = new TemporaryFolder();
        string moved = folder.File("moved");
        string current = folder.File("current");
        string journal = Path.Combine(current, "webhook.log");
        var sender = new NumberedSender();
        await using ListenerProcess listener = await ListenerProcess.StartAsync(journal);
        using var end = new CancellationTokenSource();
        Task sending = sender.PostAsync(listener.Uri, Connections, end.Token);

        await UntilAsync(() => sender.AcknowledgedCount > 500);
        Directory.Move(current, moved);
        int before = sender.AcknowledgedCount;
        await UntilAsync(() => sender.AcknowledgedCount > before + 500);
        await end.CancelAsync();
        await sending;
        await listener.KillAsync();

        int found = await JournalProof.HoldsOnceAsync(sender.Acknowledged, Path.Combine(moved, "webhook.log"), journal);
        output.WriteLine($"{sender.AcknowledgedCount} acknowledged, about {before} of them before the folder was moved away; {found} in both journals; {sender.Rejected} rejected with 503.");
    }

    [Fact]
    public async Task A_journal_whose_folder_is_deleted_continues_in_a_new_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not let a file go that is open");
        using var folder = new TemporaryFolder();
        string current = folder.File("current");
        string journal = Path.Combine(current, "webhook.log");
        await using ListenerProcess listener = await ListenerProcess.StartAsync(journal);
        var before = new NumberedSender();
        using var end = new CancellationTokenSource();
        Task sending = before.PostAsync(listener.Uri, Connections, end.Token);
        await UntilAsync(() => before.AcknowledgedCount > 500);
        await UntilAsync(() => TryDelete(current));

        // Webhooks acknowledged so far are lost with the folder. Requests that start from here on must not be lost.
        var after = new NumberedSender(first: 1_000_000_000);
        Task sendingOn = after.PostAsync(listener.Uri, Connections, end.Token);
        await UntilAsync(() => after.AcknowledgedCount > 500);
        await end.CancelAsync();
        await Task.WhenAll(sending, sendingOn);
        await listener.KillAsync();

        int found = await JournalProof.HoldsOnceAsync(after.Acknowledged, journal);
        output.WriteLine($"{after.AcknowledgedCount} acknowledged of those that began after the folder was deleted, {found} in the new journal; {before.Rejected + after.Rejected} rejected with 503.");
    }

    private static bool TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            // The listener has already created a new file in it.
            return false;
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, patience.Token);
        }
    }
}
