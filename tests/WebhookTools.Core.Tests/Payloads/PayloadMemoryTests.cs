using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>How much memory a payload may take. These run by themselves: they count what the whole process allocates, and take much of it.</summary>
[Collection(nameof(PayloadMemoryTests))]
[CollectionDefinition(nameof(PayloadMemoryTests), DisableParallelization = true)]
public sealed class PayloadMemoryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_stream_uses_flat_memory(bool asArray)
    {
        const long Size = 32L * 1024 * 1024;
        byte[] line = Encoding.UTF8.GetBytes((await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "data", "samples", "gcm-metric.json"), Cancellation)).Trim() + "\n");
        var input = new EndlessStream([], line, Size);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        long count = await JsonStreamTransformer.TransformAsync(input, Stream.Null, Json.Flatten, asArray, 0, Cancellation);
        long allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.InRange(count, Size / line.Length, (Size / line.Length) + (1024 * 1024 / line.Length));
        Assert.InRange(allocated, 0, 4L * 1024 * 1024);
    }

    [Fact]
    public async Task A_value_over_the_limit_is_an_error_that_names_the_limit()
    {
        var input = new EndlessStream("1\n\""u8.ToArray(), new byte[8192].Select(_ => (byte)'x').ToArray(), long.MaxValue);
        using var output = new MemoryStream();
        PayloadException error = await Assert.ThrowsAsync<PayloadException>(() => JsonStreamTransformer.TransformAsync(input, output, PayloadOptions.Default, false, 0, Cancellation));
        Assert.Equal(("JsonValueTooLarge", 2L), (error.ErrorId, error.Line));
        Assert.Contains("256 MiB", error.Message, StringComparison.Ordinal);
        Assert.Equal("1\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void A_payload_that_would_grow_beyond_all_bounds_is_refused()
    {
        // 20 kB of name above 20,000 leaves: 400 MB of keys from 120 kB of JSON.
        string leaves = string.Join(',', Enumerable.Range(0, 20_000).Select(number => $"\"{number}\":1"));
        string json = $$$"""{"g":{"name":"{{{new string('x', 20_000)}}}",{{{leaves}}}}}""";
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Transform(json, Json.Flatten));
        Assert.Equal("PayloadTooLarge", error.ErrorId);
        Assert.Contains("256 MiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_that_collide_cannot_take_for_ever_either()
    {
        // One key of 1 MB, a hundred thousand times: 100 GB to look at from 3 MB of JSON.
        string items = string.Join(',', Enumerable.Repeat("""{"name":"x","a":1}""", 100_000));
        string json = $$$"""{"g":{"name":"{{{new string('x', 1_000_000)}}}","l":[{{{items}}}]}}""";
        Assert.Equal("PayloadTooLarge", Assert.Throws<PayloadException>(() => Json.Transform(json, Json.Flatten)).ErrorId);
    }

    [Fact]
    public void A_sequence_without_an_end_is_an_error()
    {
        static IEnumerable<string> Forever()
        {
            string text = new('x', 1024 * 1024);
            while (true)
            {
                yield return text;
            }
        }

        Assert.Equal("PayloadTooLarge", Assert.Throws<PayloadException>(() => Json.Serialize(Forever())).ErrorId);
    }
}
