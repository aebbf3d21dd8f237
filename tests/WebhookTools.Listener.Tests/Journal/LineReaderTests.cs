using System.Text;
using FsCheck;
using FsCheck.Fluent;
using WebhookTools.Listener.Journal.Reading;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class LineReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("a")]
    [InlineData("a\n")]
    [InlineData("\na\n")]
    [InlineData("a\n\nb")]
    [InlineData("\n\n\n")]
    public async Task Forward_and_backward_reading_return_the_same_lines(string content) => await CheckAsync(content);

    [Fact]
    public async Task Lines_of_any_length_are_read_completely_in_both_directions()
    {
        // Around the chunk size, and far above it.
        const int Chunk = 256 * 1024;
        int[] lengths = [0, 1, Chunk - 1, Chunk, Chunk + 1, 10, 3 * Chunk, 0, 0, 5 * Chunk + 7, 2];
        for (int rotate = 0; rotate < lengths.Length; rotate++)
        {
            IEnumerable<int> order = lengths.Skip(rotate).Concat(lengths.Take(rotate));
            string content = string.Concat(order.Select((length, index) => new string((char)('a' + index), length) + "\n"));
            await CheckAsync(content);
            await CheckAsync(content + "tail");
        }
    }

    [Fact]
    public async Task Random_content_reads_the_same_in_both_directions()
    {
        Gen<string> contents = Gen.Elements("a", "b", "\n", "\n\n", new string('c', 1000)).ListOf().Select(parts => string.Concat(parts));
        foreach (string content in contents.Sample(50, 100))
        {
            await CheckAsync(content);
        }
    }

    [Fact]
    public async Task Reading_ends_at_the_limit_even_if_the_file_grows()
    {
        var reader = new LineReader(new MemoryStream("one\ntwo\nthree\n"u8.ToArray()), limit: 6);

        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.IsComplete);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.Equal("tw", Encoding.UTF8.GetString(reader.Line.Span));
        Assert.False(reader.IsComplete);
        Assert.False(await reader.ReadAsync(TestContext.Current.CancellationToken));
    }

    private static async Task CheckAsync(string content)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("lines");
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);
        List<string> expected = [.. content.Split('\n')];
        bool endsOpen = expected[^1].Length > 0;
        if (!endsOpen)
        {
            expected.RemoveAt(expected.Count - 1);
        }

        var forward = new List<string>();
        await using (FileStream file = File.OpenRead(path))
        {
            var reader = new LineReader(file, long.MaxValue);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                forward.Add(Encoding.UTF8.GetString(reader.Line.Span));
                Assert.Equal(forward.Count, reader.Number);
                Assert.Equal(forward.Count < expected.Count || !endsOpen, reader.IsComplete);
            }
        }

        var backward = new List<string>();
        await using (FileStream file = File.OpenRead(path))
        {
            var reader = new BackwardLineReader(file);
            while (await reader.ReadAsync(TestContext.Current.CancellationToken))
            {
                backward.Add(Encoding.UTF8.GetString(reader.Line.Span));
                Assert.Equal(backward.Count > 1 || !endsOpen, reader.IsComplete);
            }
        }

        backward.Reverse();
        Assert.Equal(expected, forward);
        Assert.Equal(expected, backward);
    }
}
