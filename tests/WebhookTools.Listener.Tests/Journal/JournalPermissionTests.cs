using WebhookTools.Listener.Journal;
using WebhookTools.Listener.Journal.Writing;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Only the listener's user can read the files of a journal, and none of them is written through a link.</summary>
public sealed class JournalPermissionTests : IDisposable
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryFolder _folder = new();
    private readonly FaultyStorage _storage = new();
    private readonly ManualTimeProvider _clock = JournalSamples.Clock();

    public JournalPermissionTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Files inherit the folder's permissions there.");

    private string Path => _folder.File("webhook.log");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task New_files_are_readable_by_their_owner_only(bool compress)
    {
        await using JournalWriter journal = Open(compress);
        await AppendAsync(journal, 3);
        await JournalSamples.UntilAsync(() => !compress || AreCompressed());

        string[] files = Directory.GetFiles(_folder.Path);
        Assert.Equal(4, files.Length);
        Assert.All(files, file => Assert.Equal(Private, Mode(file)));
    }

    [Fact]
    public async Task Existing_files_keep_their_mode()
    {
        const UnixFileMode group = Private | UnixFileMode.GroupRead;
        await File.WriteAllTextAsync(Path, string.Empty, Cancellation);
        await File.WriteAllTextAsync(Path + ".lock", string.Empty, Cancellation);
        SetMode(Path, group);
        SetMode(Path + ".lock", group);

        await using JournalWriter journal = Open(compress: false);
        await AppendAsync(journal, 2);

        Assert.Equal(group, Mode(Path + ".lock"));
        Assert.Equal(group, Mode(_folder.File(Assert.Single(JournalSamples.RotatedNames(Path)))));
        Assert.Equal(Private, Mode(Path));
    }

    [Fact]
    public async Task A_link_in_place_of_a_temporary_file_is_not_followed()
    {
        string target = _folder.File("target");
        await File.WriteAllTextAsync(target, "precious", Cancellation);
        await using JournalWriter journal = Open(compress: true);
        File.CreateSymbolicLink(Path + ".probe", target);
        File.CreateSymbolicLink(_folder.File("webhook.00000001.20261121T120000Z-20261121T120000Z.log.gz.tmp"), target);

        _storage.FlushFails = true;
        await JournalSamples.FailsAsync(journal.AppendAsync(JournalSamples.Entry(1), Cancellation));
        _storage.FlushFails = false;
        _clock.Advance(JournalHealth.ProbeInterval);
        await JournalSamples.UntilAsync(() => journal.IsHealthy);
        await AppendAsync(journal, 3);
        await JournalSamples.UntilAsync(AreCompressed);

        Assert.Equal("precious", await File.ReadAllTextAsync(target, Cancellation));
    }

    private static UnixFileMode Mode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    private static async Task AppendAsync(JournalWriter journal, int count)
    {
        for (int i = 0; i < count; i++)
        {
            await journal.AppendAsync(JournalSamples.Entry(i, padding: 60_000), Cancellation);
        }
    }

    private bool AreCompressed() => JournalSamples.RotatedNames(Path) is { Length: 2 } names && names.All(name => name.EndsWith(".log.gz", StringComparison.Ordinal));

    private JournalWriter Open(bool compress) =>
        JournalWriter.Open(new JournalOptions { Path = Path, MaximumSize = 65_536, Compress = compress }, _clock, log: null, _storage);
}
