using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Listener.Tests.Support;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_second_writer_gets_an_error_that_names_the_process_of_the_first()
    {
        await using (Open())
        {
            WebhookException exception = Assert.Throws<WebhookException>(Open);

            Assert.Equal("JournalInUse", exception.ErrorId);
            Assert.Equal(WebhookErrorKind.ResourceUnavailable, exception.Kind);
            Assert.Contains(Environment.ProcessId.ToString(CultureInfo.InvariantCulture), exception.Message, StringComparison.Ordinal);
        }

        await using JournalWriter next = Open();
        await next.AppendAsync(JournalSamples.Entry(1), Cancellation);
    }

    [Fact]
    public async Task A_journal_in_a_recreated_folder_that_another_process_owns_is_not_written_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A folder with open files cannot be removed there.");
        string path = _folder.File("logs/webhook.log");
        await using JournalWriter first = JournalWriter.Open(new JournalOptions { Path = path }, TimeProvider.System, log: null);
        await first.AppendAsync(JournalSamples.Entry(1), Cancellation);
        Directory.Delete(_folder.File("logs"), recursive: true);
        await using (JournalWriter second = JournalWriter.Open(new JournalOptions { Path = path }, TimeProvider.System, log: null))
        {
            WebhookException exception = await JournalSamples.FailsAsync(first.AppendAsync(JournalSamples.Entry(2), Cancellation));
            Assert.Equal(WebhookErrorKind.WriteFailed, exception.Kind);
            Assert.Contains("in use", exception.Message, StringComparison.Ordinal);
            await second.AppendAsync(JournalSamples.Entry(3), Cancellation);
        }

        await first.AppendAsync(JournalSamples.Entry(4), Cancellation);

        Assert.Equal(["3", "4"], await JournalSamples.ReadNamesAsync(path));
    }

    [Fact]
    public async Task A_second_hard_link_to_the_file_does_not_circumvent_the_lock()
    {
        await using JournalWriter first = Open();
        await first.AppendAsync(JournalSamples.Entry(1), Cancellation);
        string other = System.IO.Path.Combine(Directory.CreateDirectory(_folder.File("other")).FullName, "webhook.log");
        HardLink.Create(other, Path);

        WebhookException exception = Assert.Throws<WebhookException>(() => Open(other));

        Assert.Equal("JournalInUse", exception.ErrorId);
        Assert.Equal([other], Directory.GetFileSystemEntries(_folder.File("other")));
        await first.AppendAsync(JournalSamples.Entry(2), Cancellation);
        Assert.Equal(["1", "2"], await JournalSamples.ReadNamesAsync(other));
    }

    [Fact]
    public async Task Deleting_the_lock_file_does_not_release_the_journal_before_or_after_a_rotation()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux locks a file independent of its name, and Windows does not delete a lock file in use.");
        await using JournalWriter first = Open();
        for (int i = 0; i < 6; i++)
        {
            await first.AppendAsync(JournalSamples.Entry(i, padding: 30_000), Cancellation);
            File.Delete(Path + ".lock");

            Assert.Equal("JournalInUse", Assert.Throws<WebhookException>(Open).ErrorId);
        }

        Assert.NotEmpty(JournalSamples.RotatedNames(Path));
        Assert.Equal(["0", "1", "2", "3", "4", "5"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Theory]
    [InlineData("linked folder/webhook.log")]
    [InlineData("link.log")]
    public async Task A_symbolic_link_does_not_circumvent_the_lock(string linked)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string path = _folder.File("logs/webhook.log");
        await using JournalWriter first = Open(path);
        Directory.CreateSymbolicLink(_folder.File("linked folder"), _folder.File("logs"));
        File.CreateSymbolicLink(_folder.File("link.log"), path);

        Assert.Equal("JournalInUse", Assert.Throws<WebhookException>(() => Open(_folder.File(linked))).ErrorId);
    }

    [Fact]
    public async Task Other_processes_can_read_a_locked_journal()
    {
        await using JournalWriter journal = Open();
        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);

        // As PowerShell's Get-Content opens it.
        using var reader = new StreamReader(new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

        Assert.Contains("\"id\"", await reader.ReadToEndAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal(["1"], await JournalSamples.ReadNamesAsync(Path));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lock_file_that_leads_to_another_file_is_neither_used_nor_changed(bool isSymbolic)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        string target = _folder.File("target");
        await File.WriteAllTextAsync(target, "precious\n", Cancellation);
        if (isSymbolic)
        {
            File.CreateSymbolicLink(Path + ".lock", target);
        }
        else
        {
            HardLink.Create(Path + ".lock", target);
        }

        Assert.Equal("JournalLockInvalid", Assert.Throws<WebhookException>(Open).ErrorId);

        Assert.Equal("precious\n", await File.ReadAllTextAsync(target, Cancellation));
        Assert.False(File.Exists(Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("99999999\n")]
    [InlineData("\0\0\0\0\0\0\0\0\0\0\0")]
    public async Task The_lock_file_of_a_dead_process_does_not_prevent_opening(string content)
    {
        await File.WriteAllTextAsync(Path + ".lock", content, Cancellation);

        await using JournalWriter journal = Open();

        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
    }

    private JournalWriter Open() => Open(Path);

    private static JournalWriter Open(string path) => JournalWriter.Open(new JournalOptions { Path = path, MaximumSize = 65_536 }, TimeProvider.System, log: null);
}
