using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class RetentionPolicyTests
{
    private static readonly DateTimeOffset Now = JournalSamples.Noon;

    [Fact]
    public void Without_limits_everything_is_kept()
    {
        var policy = new RetentionPolicy(null, null, null);

        Assert.False(policy.HasLimit);
        Assert.Empty(policy.Expired(Files(1000, 100), Now));
    }

    [Fact]
    public void The_oldest_files_expire_until_the_count_is_met() =>
        Assert.Equal([1L, 2L], Expired(new RetentionPolicy(3, null, null), Files(5, 100)));

    [Fact]
    public void The_oldest_files_expire_until_the_size_is_met()
    {
        Assert.Equal([1L, 2L, 3L], Expired(new RetentionPolicy(null, null, 299), Files(5, 100)));
        Assert.Equal([1L, 2L], Expired(new RetentionPolicy(null, null, 300), Files(5, 100)));
        Assert.Equal([1L, 2L, 3L, 4L, 5L], Expired(new RetentionPolicy(null, null, 99), Files(5, 100)));
    }

    [Fact]
    public void A_file_expires_when_its_latest_entry_exceeds_the_age()
    {
        // Their latest entries are 5, 4, 3, 2 and 1 hours old.
        Assert.Equal([1L, 2L], Expired(new RetentionPolicy(null, TimeSpan.FromHours(3), null), Files(5, 100)));
        Assert.Empty(Expired(new RetentionPolicy(null, TimeSpan.FromHours(5), null), Files(5, 100)));
    }

    [Fact]
    public void A_file_that_was_written_while_the_clock_was_set_back_is_no_older_than_those_before_it()
    {
        List<(RotatedFile File, long Length)> files = Files(5, 100);
        files[2] = (files[2].File with { First = Now.AddYears(-10), Last = Now.AddYears(-10) }, 100);
        files[3] = (files[3].File with { First = Now.AddYears(-10), Last = Now.AddYears(-9) }, 100);

        Assert.Equal([1L], Expired(new RetentionPolicy(null, TimeSpan.FromHours(4), null), files));
        Assert.Equal([1L, 2L, 3L, 4L], Expired(new RetentionPolicy(null, TimeSpan.FromHours(3), null), files));
    }

    [Fact]
    public void A_file_that_was_written_while_the_clock_was_ahead_keeps_no_later_one()
    {
        List<(RotatedFile File, long Length)> files = Files(5, 100);
        files[0] = (files[0].File with { Last = Now.AddYears(10) }, 100);

        Assert.Equal([2L], Expired(new RetentionPolicy(null, TimeSpan.FromHours(3), null), files));
    }

    [Fact]
    public void All_limits_apply_together() =>
        Assert.Equal([1L, 2L, 3L], Expired(new RetentionPolicy(4, TimeSpan.FromHours(2), 400), Files(5, 100)));

    private static IEnumerable<long> Expired(RetentionPolicy policy, IReadOnlyList<(RotatedFile File, long Length)> files) =>
        policy.Expired(files, Now).Select(file => file.Sequence);

    private static List<(RotatedFile File, long Length)> Files(int count, long length) =>
    [
        .. Enumerable.Range(1, count).Select(number => (
            new RotatedFile($"{number}", number, Now.AddHours(number - count - 2), Now.AddHours(number - count - 1), IsCompressed: false),
            length)),
    ];
}
