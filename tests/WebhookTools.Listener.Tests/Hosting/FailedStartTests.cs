using System.Collections.Concurrent;
using WebhookTools.Core;
using WebhookTools.Core.Signatures;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Hosting;

/// <summary>A failed start reports the reason once and leaves no files.</summary>
public sealed class FailedStartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<ListenerLogEntry> _log = new();

    private string Log => _folder.File("logs/of/webhook.log");

    private IEnumerable<string> Files => Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_port_in_use_is_reported_only_by_the_error()
    {
        await using TestListener first = await TestListener.StartAsync();

        Assert.Equal("PortInUse", await FailAsync(options => options with { Port = first.Listener.Uri.Port }));

        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_port_in_use_leaves_no_file_and_no_folder()
    {
        await using TestListener first = await TestListener.StartAsync();
        ListenerOptions Taken(ListenerOptions options) => options with { Port = first.Listener.Uri.Port };

        await FailAsync(Taken);
        Assert.Empty(Files);

        await FailAsync(options => Taken(options) with
        {
            Scheme = SignatureSchemes.Get("GitHub"),
            Secrets = [WebhookSecret.FromText("s")],
            RejectedLog = new RejectedLogOptions { Path = _folder.File("refused/refused.log") },
        });
        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_path_in_use_leaves_no_file()
    {
        Assert.Equal("PathTaken", await FailAsync(options => options with { Paths = ["/webhook"] }));

        Assert.Empty(Files);
    }

    [Fact]
    public async Task A_file_that_is_not_a_journal_gets_no_lock_file()
    {
        string other = _folder.File("notes.txt");
        await File.WriteAllTextAsync(other, "No journal.\n", TestContext.Current.CancellationToken);

        Assert.Equal("NotAJournal", await FailAsync(options => options with { Journal = new JournalOptions { Path = other } }));

        Assert.Equal(other, Assert.Single(Files));
        Assert.Equal("No journal.\n", await File.ReadAllTextAsync(other, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Existing_files_are_preserved()
    {
        await using TestListener first = await TestListener.StartAsync();
        Directory.CreateDirectory(_folder.File("logs/of"));
        await File.WriteAllTextAsync(Log, string.Empty, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Log + ".lock", string.Empty, TestContext.Current.CancellationToken);

        await FailAsync(options => options with { Port = first.Listener.Uri.Port });

        Assert.True(File.Exists(Log));
        Assert.True(File.Exists(Log + ".lock"));
    }

    [Fact]
    public async Task A_failed_start_does_not_release_a_journal_in_use()
    {
        await using JournalWriter owner = JournalWriter.Open(new JournalOptions { Path = Log }, TimeProvider.System, log: null);

        Assert.Equal("JournalInUse", await FailAsync(options => options));

        Assert.True(File.Exists(Log));
        Assert.Equal("JournalInUse", await FailAsync(options => options));
    }

    [Fact]
    public async Task A_start_after_a_failed_one_opens_the_journal()
    {
        await using TestListener first = await TestListener.StartAsync();
        await FailAsync(options => options with { Port = first.Listener.Uri.Port });

        await using WebhookListener listener = await StartAsync(options => options);

        Assert.True(File.Exists(Log));
        Assert.Equal("JournalInUse", await FailAsync(options => options));
    }

    private async Task<string> FailAsync(Func<ListenerOptions, ListenerOptions> change) =>
        (await Assert.ThrowsAsync<WebhookException>(() => StartAsync(change))).ErrorId;

    private Task<WebhookListener> StartAsync(Func<ListenerOptions, ListenerOptions> change) => WebhookListener.StartAsync(
        change(TestListener.Options with { Journal = new JournalOptions { Path = Log } }), TimeProvider.System, _log.Enqueue, TestContext.Current.CancellationToken);
}
