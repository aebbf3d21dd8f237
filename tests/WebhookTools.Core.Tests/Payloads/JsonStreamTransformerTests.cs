using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

public sealed class JsonStreamTransformerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("{\"a\":{\"b\":1}}\n{\"a\":{\"b\":2}}\n", "{\"a.b\":1}\n{\"a.b\":2}\n", 2)]
    [InlineData("{\n  \"a\": {\n    \"b\": [\n      1\n    ]\n  }\n}\n", "{\"a.b.0\":1}\n", 1)]
    [InlineData("{}{\"a\":[]}[1]\"x\"2 true\tnull\r\n3", "{}\n{}\n[1]\n\"x\"\n2\ntrue\nnull\n3\n", 8)]
    [InlineData("\uFEFF {\"a\":1}", "{\"a\":1}\n", 1)]
    [InlineData("", "", 0)]
    [InlineData(" \n\n ", "", 0)]
    [InlineData("\uFEFF", "", 0)]
    public async Task Values_in_any_layout_come_out_one_a_line(string input, string expected, int count)
    {
        // In one piece, byte by byte, and in pieces that cut values at ever other places.
        foreach (int piece in (int[])[int.MaxValue, 1, 2, 3, 5, 7])
        {
            (string output, long read) = await TransformAsync(input, piece, Json.Flatten);
            Assert.Equal((expected, (long)count), (output, read));
        }
    }

    [Theory]
    [InlineData(0, "[1,[2],{},4,5]\n")]
    [InlineData(2, "[1,[2]]\n[{},4]\n[5]\n")]
    [InlineData(5, "[1,[2],{},4,5]\n")]
    [InlineData(9, "[1,[2],{},4,5]\n")]
    public async Task Values_are_collected_into_arrays(int batchSize, string expected)
    {
        (string output, long count) = await TransformAsync("1 [2] {\"a\":null} 4\n5", 3, Json.OmitNull, asArray: true, batchSize);
        Assert.Equal((expected, 5L), (output, count));
    }

    [Theory]
    [InlineData(0, "[]\n")]
    [InlineData(2, "")]
    public async Task Nothing_is_one_empty_array_for_everything_and_no_batch(int batchSize, string expected) =>
        Assert.Equal(expected, (await TransformAsync(" ", 3, PayloadOptions.Default, asArray: true, batchSize)).Output);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(int.MaxValue)]
    public async Task A_wrong_value_is_named_by_its_line_and_what_came_before_is_written(int piece)
    {
        var output = new MemoryStream();
        var input = new PieceStream(Encoding.UTF8.GetBytes("{\"a\":1}\n\n{\"b\":\n  2}\n{\"c\": [1, nope]}\n{\"d\":4}\n"), piece);
        PayloadException error = await Assert.ThrowsAsync<PayloadException>(() => JsonStreamTransformer.TransformAsync(input, output, PayloadOptions.Default, false, 0, Cancellation));
        Assert.Equal((5L, 12L, "$.c[1]"), (error.Line, error.BytePosition, error.Path));
        Assert.Equal("{\"a\":1}\n{\"b\":2}\n", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public async Task An_array_that_was_begun_stays_open_when_a_value_is_wrong()
    {
        var output = new MemoryStream();
        using var input = new MemoryStream("1 2 x"u8.ToArray());
        await Assert.ThrowsAsync<PayloadException>(() => JsonStreamTransformer.TransformAsync(input, output, PayloadOptions.Default, true, 0, Cancellation));
        Assert.Equal("[1,2", Encoding.UTF8.GetString(output.ToArray()));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":", "JsonUnexpectedEnd", 2L)]
    [InlineData("{\"a\":1},{\"b\":2}", "JsonInvalid", 1L)]
    [InlineData("1\n\"abc\n\"", "JsonControlCharacter", 2L)]
    [InlineData("1\n2\n\"\ufffd", "JsonUnexpectedEnd", 3L)]
    [InlineData("12abc", "JsonInvalid", 1L)]
    [InlineData("\n]", "JsonInvalid", 2L)]
    public async Task An_error_is_found_however_the_input_is_cut(string input, string errorId, long line)
    {
        foreach (int piece in (int[])[1, 3, int.MaxValue])
        {
            PayloadException error = await Assert.ThrowsAsync<PayloadException>(() => TransformAsync(input, piece, PayloadOptions.Default));
            Assert.Equal((errorId, (long?)line), (error.ErrorId, error.Line));
        }
    }

    [Fact]
    public async Task A_line_number_counts_all_lines_of_a_long_input()
    {
        const int Good = 100_000;
        string input = string.Concat(Enumerable.Repeat("{\"a\":[1,2,3]}\n", Good)) + "{\"a\":[1,2,}\n";
        PayloadException error = await Assert.ThrowsAsync<PayloadException>(() => TransformAsync(input, 65_536, PayloadOptions.Default));
        Assert.Equal((Good + 1L, 11L), (error.Line, error.BytePosition));
    }

    [Fact]
    public async Task A_value_is_passed_on_before_more_input_is_waited_for()
    {
        var output = new MemoryStream();
        var seen = new List<string>();
        var input = new PieceStream("{\"a\":1}\n{\"b\":2}\n"u8.ToArray(), 8, () => seen.Add(Encoding.UTF8.GetString(output.ToArray())));
        await JsonStreamTransformer.TransformAsync(input, output, PayloadOptions.Default, false, 0, Cancellation);
        Assert.Equal(["", "{\"a\":1}\n", "{\"a\":1}\n{\"b\":2}\n"], seen);
    }

    [Fact]
    public async Task A_value_that_comes_in_many_pieces_is_read_once()
    {
        // Parsing it anew with each piece would take minutes.
        string value = "[\"" + new string('x', 8_000_000) + "\\\"\",{\"a\":\"]}\"}]";
        (string output, _) = await TransformAsync(value, 1000, PayloadOptions.Default);
        Assert.Equal(value + "\n", output);
    }

    [Fact]
    public async Task An_error_within_a_value_without_an_end_is_found_early()
    {
        var input = new EndlessStream("[1,2 3,"u8.ToArray(), "4,"u8.ToArray(), long.MaxValue);
        PayloadException error = await Assert.ThrowsAsync<PayloadException>(() => JsonStreamTransformer.TransformAsync(input, Stream.Null, PayloadOptions.Default, false, 0, Cancellation));
        Assert.Equal(("JsonInvalid", 6L), (error.ErrorId, error.BytePosition));
    }

    [Fact]
    public async Task Values_can_be_read_one_by_one()
    {
        var values = new List<string>();
        var input = new PieceStream("{ \"a\" : 1 }\n[2,\n3] 4"u8.ToArray(), 2);
        await foreach (ReadOnlyMemory<byte> value in JsonStreamTransformer.ReadValuesAsync(input, 64, Cancellation))
        {
            values.Add(Encoding.UTF8.GetString(value.Span));
        }

        Assert.Equal(["{ \"a\" : 1 }", "[2,\n3]", "4"], values);
    }

    [Fact]
    public async Task Options_are_checked_before_anything_is_read()
    {
        using var input = new MemoryStream("1"u8.ToArray());
        await Assert.ThrowsAsync<WebhookException>(() => JsonStreamTransformer.TransformAsync(input, Stream.Null, new PayloadOptions { Separator = "" }, false, 0, Cancellation));
        await Assert.ThrowsAsync<WebhookException>(() => JsonStreamTransformer.TransformAsync(input, Stream.Null, PayloadOptions.Default, true, -1, Cancellation));
        Assert.Throws<WebhookException>(() => JsonStreamTransformer.ReadValuesAsync(input, 0, Cancellation));
        Assert.Equal(0, input.Position);
    }

    [Fact]
    public async Task A_canceled_transformation_ends()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var input = new PieceStream("1\n2\n"u8.ToArray(), 2, source.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => JsonStreamTransformer.TransformAsync(input, Stream.Null, PayloadOptions.Default, false, 0, source.Token));
    }

    private static async Task<(string Output, long Count)> TransformAsync(string input, int piece, PayloadOptions options, bool asArray = false, int batchSize = 0)
    {
        using var output = new MemoryStream();
        long count = await JsonStreamTransformer.TransformAsync(new PieceStream(Encoding.UTF8.GetBytes(input), piece), output, options, asArray, batchSize, Cancellation);
        return (Encoding.UTF8.GetString(output.ToArray()), count);
    }
}
