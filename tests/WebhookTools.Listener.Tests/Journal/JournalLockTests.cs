using System.Globalization;
using WebhookTools.Core;
using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
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
    public async Task The_lock_file_of_a_dead_process_does_not_prevent_opening()
    {
        await File.WriteAllTextAsync(Path + ".lock", "99999999\n", Cancellation);

        await using JournalWriter journal = Open();

        await journal.AppendAsync(JournalSamples.Entry(1), Cancellation);
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

    private JournalWriter Open() => JournalWriter.Open(new JournalOptions { Path = Path }, TimeProvider.System, log: null);
}
