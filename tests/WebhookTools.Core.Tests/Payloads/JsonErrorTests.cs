using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>What wrong JSON gets: its own error, the line and the byte, and the way to the place.</summary>
public sealed class JsonErrorTests
{
    [Theory]
    [InlineData("", "JsonEmpty", null, null, null)]
    [InlineData(" \n\t", "JsonEmpty", null, null, null)]
    [InlineData("{", "JsonUnexpectedEnd", 1, 2, "$")]
    [InlineData("[1,", "JsonUnexpectedEnd", 1, 4, "$[1]")]
    [InlineData("""{"a":{"b":"x""", "JsonUnexpectedEnd", 1, 13, "$.a.b")]
    [InlineData("tru", "JsonUnexpectedEnd", 1, 4, "$")]
    [InlineData("-", "JsonUnexpectedEnd", 1, 2, "$")]
    [InlineData("1.", "JsonUnexpectedEnd", 1, 3, "$")]
    [InlineData("{\"a\":1,}", "JsonTrailingComma", 1, 8, "$")]
    [InlineData("[1,2, ]", "JsonTrailingComma", 1, 7, "$[2]")]
    [InlineData("[1,,2]", "JsonInvalid", 1, 4, "$[1]")]
    [InlineData("[1 2]", "JsonInvalid", 1, 4, "$[1]")]
    [InlineData("{\"a\" 1}", "JsonInvalid", 1, 6, "$")]
    [InlineData("{\"a\":1 \"b\":2}", "JsonInvalid", 1, 8, "$")]
    [InlineData("{a:1}", "JsonInvalid", 1, 2, "$")]
    [InlineData("{'a':1}", "JsonInvalid", 1, 2, "$")]
    [InlineData("[1}", "JsonInvalid", 1, 3, "$[1]")]
    [InlineData("]", "JsonInvalid", 1, 1, "$")]
    [InlineData("{\"a\":\n  {\"b c\": [0,\r\n1, True]}}", "JsonInvalid", 3, 4, "$.a['b c'][2]")]
    [InlineData("nul1", "JsonInvalid", 1, 4, "$")]
    [InlineData("truex", "JsonTrailingData", 1, 5, null)]
    [InlineData("01", "JsonInvalid", 1, 2, "$")]
    [InlineData("-01", "JsonInvalid", 1, 3, "$")]
    [InlineData("[.5]", "JsonInvalid", 1, 2, "$[0]")]
    [InlineData("[+5]", "JsonInvalid", 1, 2, "$[0]")]
    [InlineData("[5.]", "JsonInvalid", 1, 4, "$[0]")]
    [InlineData("[5e]", "JsonInvalid", 1, 4, "$[0]")]
    [InlineData("[0x10]", "JsonInvalid", 1, 3, "$[0]")]
    [InlineData("\u00a0{}", "JsonInvalid", 1, 1, "$")]
    [InlineData("// note\n{}", "JsonComment", 1, 1, "$")]
    [InlineData("{\"a\":/*x*/1}", "JsonComment", 1, 6, "$.a")]
    [InlineData("[NaN]", "JsonNumberNotFinite", 1, 2, "$[0]")]
    [InlineData("[Infinity]", "JsonNumberNotFinite", 1, 2, "$[0]")]
    [InlineData("{\"x\":-Infinity}", "JsonNumberNotFinite", 1, 7, "$.x")]
    [InlineData("[\"a\nb\"]", "JsonControlCharacter", 1, 4, "$[0]")]
    [InlineData("[\"a\\xb\"]", "JsonInvalidEscape", 1, 5, "$[0]")]
    [InlineData("[\"\\u12g4\"]", "JsonInvalidEscape", 1, 7, "$[0]")]
    [InlineData("[\"\\u12\"]", "JsonInvalidEscape", 1, 7, "$[0]")]
    [InlineData("[\"\\ud83d\"]", "JsonLoneSurrogate", 1, 2, "$[0]")]
    [InlineData("[\"\\ud83d\\u0041\"]", "JsonLoneSurrogate", 1, 2, "$[0]")]
    [InlineData("{\"k\":\"\\ude00\\ud83d\"}", "JsonLoneSurrogate", 1, 6, "$.k")]
    [InlineData("[N]", "JsonInvalid", 1, 2, "$[0]")]
    [InlineData("[-Inf]", "JsonInvalid", 1, 3, "$[0]")]
    [InlineData("{} {}", "JsonTrailingData", 1, 4, null)]
    [InlineData("{}]", "JsonTrailingData", 1, 3, null)]
    [InlineData("1 x", "JsonTrailingData", 1, 3, null)]
    public void Wrong_JSON_is_refused_with_its_place(string json, string errorId, int? line, int? position, string? path)
    {
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Transform(json));
        Assert.Equal((errorId, (long?)line, (long?)position, path), (error.ErrorId, error.Line, error.BytePosition, error.Path));
        Assert.Equal(WebhookErrorKind.InvalidData, error.Kind);
        Assert.NotEmpty(error.RecommendedAction);
        if (line is not null)
        {
            Assert.Contains($"line {line}, byte {position}", error.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<byte[], int> NotUtf8 => new()
    {
        { [.. "[\"a"u8, 0xFF, .. "\"]"u8], 4 },
        { [.. "[\"é"u8, 0xC3, .. "\"]"u8], 5 },
        { [.. "[\""u8, 0xED, 0xA0, 0x80, .. "\"]"u8], 3 },
        { [.. "[\""u8, 0xC0, 0x80, .. "\"]"u8], 3 },
        { [.. "{\""u8, 0xF5, 0x80, 0x80, 0x80, .. "\":1}"u8], 3 },
        { [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{}")], 1 },
        { [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("{}")], 1 },
    };

    [Theory]
    [MemberData(nameof(NotUtf8))]
    public void Bytes_that_are_no_UTF8_are_refused_with_their_place(byte[] json, int position)
    {
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Transform(json));
        Assert.Equal(("JsonNotUtf8", 1L, (long?)position), (error.ErrorId, error.Line, error.BytePosition));
    }

    [Theory]
    [InlineData("[?]", "'?' is an invalid start of a value")]
    [InlineData("[\u200b]", "U+200B is an invalid start of a value")]
    [InlineData("[\u0001]", "U+0001 is an invalid start of a value")]
    public void An_error_shows_what_was_found_or_its_code(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<PayloadException>(() => Json.Transform(json)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_path_names_members_so_that_they_can_be_told_apart() =>
        Assert.Equal("""$.plain_1['it\'s']['a\u000ab']['']""", Assert.Throws<PayloadException>(() => Json.Transform("""{"plain_1":{"it's":{"a\nb":{"":?}}}}""")).Path);

    [Fact]
    public void A_path_of_giant_names_is_shortened()
    {
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Transform($$"""{"{{new string('x', 10_000)}}":?}"""));
        Assert.InRange(error.Path!.Length, 100, 500);
    }
}
