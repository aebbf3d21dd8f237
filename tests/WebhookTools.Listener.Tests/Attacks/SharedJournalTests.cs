using WebhookTools.Listener.Tests.Overload;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Attacks;

/// <summary>A second listener is started on the journal of a running one, in ways that hide that it is the same file.</summary>
public sealed class SharedJournalTests(ITestOutputHelper output) : IDisposable
{
    private const int Attempts = 2;

    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.File("logs");

    private string Journal => Path.Combine(Folder, "webhook.log");

    private string Other => _folder.File("other");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public Task A_second_hard_link() => RefusesAsync("a hard link", () =>
    {
        Directory.CreateDirectory(Other);
        HardLink.Create(Path.Combine(Other, "webhook.log"), Journal);
        return Path.Combine(Other, "webhook.log");
    });

    [Fact]
    public Task A_deleted_lock_file() => RefusesAsync("a deleted lock file", () =>
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not delete a lock file in use.");
        File.Delete(Journal + ".lock");
        return Journal;
    });

    [Fact]
    public Task A_symbolic_link_to_the_folder() => RefusesAsync("a symbolic link", () =>
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        Directory.CreateSymbolicLink(Other, Folder);
        return Path.Combine(Other, "webhook.log");
    });

    [Fact]
    public async Task A_second_mount_of_the_folder()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "only root can mount a folder");
        Directory.CreateDirectory(Folder);
        Directory.CreateDirectory(Other);
        await using TemporaryMount? mount = await TemporaryMount.TryMountFolderAsync(Other, Folder);
        Assert.SkipWhen(mount is null, "this system does not let its root mount a folder");
        await RefusesAsync("a bind mount", () => Path.Combine(Other, "webhook.log"));
    }

    /// <param name="prepare">Returns a path to the journal.</param>
    private async Task RefusesAsync(string way, Func<string> prepare)
    {
        var sender = new NumberedSender();
        await using ListenerProcess listener = await ListenerProcess.StartAsync(Journal);
        using var end = new CancellationTokenSource();
        Task sending = sender.PostAsync(listener.Uri, connections: 4, end.Token);
        string path = prepare();
        int refused = 0;
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            refused += await IsRefusedAsync(path) ? 1 : 0;
        }

        await end.CancelAsync();
        await sending;
        await listener.KillAsync();
        int found = await JournalProof.HoldsOnceAsync(sender.Acknowledged, Journal);
        output.WriteLine($"{way}: {refused} of {Attempts} starts refused; {sender.AcknowledgedCount} acknowledged, {found} in the journal, {sender.Rejected} rejected with 503.");
        Assert.Equal(Attempts, refused);
        Assert.Equal(0, sender.Rejected);
    }

    private static async Task<bool> IsRefusedAsync(string path)
    {
        try
        {
            await using ListenerProcess second = await ListenerProcess.StartAsync(path);

            // It writes as well, so that a loss shows.
            using var end = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await new NumberedSender(first: 1_000_000_000).PostAsync(second.Uri, connections: 4, end.Token);
            return false;
        }
        catch (Xunit.Sdk.FailException exception)
        {
            Assert.Contains("JournalInUse", exception.Message, StringComparison.Ordinal);
            return true;
        }
    }
}
