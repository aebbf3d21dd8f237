using WebhookTools.Listener.Journal.Files;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JournalPathsTests
{
    private static readonly string Active = Path.GetFullPath(Path.Combine("logs", "webhook.log"));
    private static readonly DateTimeOffset First = new(2026, 11, 20, 23, 59, 58, 700, TimeSpan.Zero);
    private static readonly DateTimeOffset Last = new(2026, 11, 21, 12, 15, 2, TimeSpan.FromHours(2));

    [Fact]
    public void A_rotated_name_contains_the_sequence_number_and_the_times_in_utc()
    {
        string path = new JournalPaths(Active).Rotated(42, First, Last);

        Assert.Equal("webhook.00000042.20261120T235958Z-20261121T101502Z.log", Path.GetFileName(path));
        Assert.Equal(Path.GetDirectoryName(Active), Path.GetDirectoryName(path));
    }

    [Theory]
    [InlineData("webhook.log")]
    [InlineData("journal")]
    [InlineData("a.b.c")]
    [InlineData(".hidden")]
    public void A_rotated_name_can_be_parsed(string name)
    {
        var names = new JournalPaths(Path.GetFullPath(name));

        Assert.True(names.TryParse(names.Rotated(123_456_789, First, Last), out RotatedFile? plain));
        Assert.True(names.TryParse(names.Rotated(123_456_789, First, Last) + ".gz", out RotatedFile? compressed));

        Assert.Equal(123_456_789, plain!.Sequence);
        Assert.Equal(new DateTimeOffset(2026, 11, 20, 23, 59, 58, TimeSpan.Zero), plain.First);
        Assert.Equal(Last, plain.Last);
        Assert.False(plain.IsCompressed);
        Assert.True(compressed!.IsCompressed);
    }

    [Theory]
    [InlineData("webhook.log")]
    [InlineData("webhook.log.lock")]
    [InlineData("webhook.1.20261120T235958Z-20261121T101502Z.log")]
    [InlineData("webhook.x0000042.20261120T235958Z-20261121T101502Z.log")]
    [InlineData("webhook.00000042.20261120T235958Z.log")]
    [InlineData("webhook.00000042.20261320T235958Z-20261121T101502Z.log")]
    [InlineData("webhook.00000042.20261120T235958Z-20261121T101502Z.txt")]
    [InlineData("webhook.00000042.20261120T235958Z-20261121T101502Z.log.gz.tmp")]
    [InlineData("webhook.prod.00000042.20261120T235958Z-20261121T101502Z.log")]
    [InlineData("other.00000042.20261120T235958Z-20261121T101502Z.log")]
    [InlineData("webhook..log")]
    public void Other_names_are_not_parsed(string name) =>
        Assert.False(new JournalPaths(Active).TryParse(name, out _));

    [Fact]
    public void The_temporary_file_of_a_compression_is_recognized()
    {
        var names = new JournalPaths(Active);
        string rotated = names.Rotated(1, First, Last);

        Assert.True(names.IsUnfinished(rotated + ".gz.tmp"));
        Assert.False(names.IsUnfinished(rotated + ".gz"));
        Assert.False(names.IsUnfinished("other.gz.tmp"));
    }

    [Fact]
    public void Names_sort_in_rotation_order_even_if_the_clock_is_set_back()
    {
        var names = new JournalPaths(Active);

        string[] rotated = [names.Rotated(9, First.AddYears(1), Last.AddYears(1)), names.Rotated(10, First, Last)];

        Assert.Equal(rotated, rotated.Order(StringComparer.Ordinal).ToArray());
    }

    [Fact]
    public void A_file_overlaps_a_range_that_includes_any_of_its_entries()
    {
        var file = new RotatedFile("f", 1, First: At(10), Last: At(20), IsCompressed: false);

        Assert.True(file.Overlaps(null, null));
        Assert.True(file.Overlaps(At(15), At(16)));
        Assert.True(file.Overlaps(At(20).AddMilliseconds(999), null));
        Assert.False(file.Overlaps(At(21), null));
        Assert.True(file.Overlaps(null, At(10).AddMilliseconds(1)));
        Assert.False(file.Overlaps(null, At(10)));
    }

    private static DateTimeOffset At(int second) => new(2026, 11, 21, 10, 0, second, TimeSpan.Zero);
}
