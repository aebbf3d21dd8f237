using System.Buffers;
using System.Text;
using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

public sealed class JsonTransformerTests
{
    [Theory]
    [InlineData(" { \"a\" : [ 1 , { } , [ ] ] ,\r\n\t\"b\" : \"x y\" } \n", """{"a":[1,{},[]],"b":"x y"}""")]
    [InlineData("\"x\"", "\"x\"")]
    [InlineData(" true ", "true")]
    public void Whitespace_between_tokens_is_dropped(string input, string expected) => Assert.Equal(expected, Json.Transform(input));

    [Theory]
    [InlineData("1.0")]
    [InlineData("-0")]
    [InlineData("1e400")]
    [InlineData("1E+05")]
    [InlineData("0.10")]
    [InlineData("123456789012345678901234567890.123456789012345678901234567890")]
    public void A_number_stays_as_it_was_written(string number) => Assert.Equal($"[{number}]", Json.Transform($"[{number}]"));

    [Theory]
    [InlineData("""["\u00e9\u4e2d\ud83d\uDE00"]""", """["é中😀"]""")]
    [InlineData("""["\/\u0041<>&'+"]""", """["/A<>&'+"]""")]
    [InlineData("""["\u0022\u005c\u002F"]""", """["\"\\/"]""")]
    [InlineData("""["\u0008\u000c\u000a\u000d\u0009\b\f\n\r\t"]""", """["\b\f\n\r\t\b\f\n\r\t"]""")]
    [InlineData("""["\u0000\u001F\u007f"]""", "[\"\\u0000\\u001f\u007f\"]")]
    [InlineData("""{"\u0061\"":1}""", """{"a\"":1}""")]
    public void Only_what_JSON_requires_is_escaped(string input, string expected) => Assert.Equal(expected, Json.Transform(input));

    [Fact]
    public void Text_of_every_length_around_a_vector_is_read()
    {
        for (int length = 0; length < 70; length++)
        {
            string plain = $"[\"{new string('x', length)}\",\"{new string('y', length)}\\n\",1]";
            Assert.Equal(plain, Json.Transform(plain));
        }
    }

    [Theory]
    [InlineData("""{"a":null,"b":[null,{"c":null,"d":1}],"e":{"f":null}}""", """{"b":[null,{"d":1}],"e":{}}""")]
    [InlineData("null", "null")]
    [InlineData("""{"a":1,"a":null}""", "{}")]
    [InlineData("""{"a":null,"a":1}""", """{"a":1}""")]
    public void Omitting_null_removes_members_and_keeps_items(string input, string expected) => Assert.Equal(expected, Json.Transform(input, Json.OmitNull));

    [Theory]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a":3,"b":2}""")]
    [InlineData("""{"a":{"x":1},"b":2,"\u0061":[4],"a":[5,6]}""", """{"a":[5,6],"b":2}""")]
    public void Of_members_with_the_same_name_the_last_counts_in_the_place_of_the_first(string input, string expected) => Assert.Equal(expected, Json.Transform(input));

    [Fact]
    public void The_same_holds_in_objects_of_many_members()
    {
        string members = string.Join(',', Enumerable.Range(0, 1000).Select(number => $"\"k{number}\":[{number}]"));
        string expected = "{" + members.Replace("[7]", "{\"new\":1}", StringComparison.Ordinal) + "}";
        Assert.Equal(expected, Json.Transform("{" + members + ""","k7":1,"k7":{"new":1}}"""));
    }

    [Fact]
    public void A_byte_order_mark_is_dropped() => Assert.Equal("{}", Json.Transform([0xEF, 0xBB, 0xBF, .. "{}"u8]));

    [Fact]
    public void Nothing_is_written_when_the_value_is_wrong()
    {
        var output = new ArrayBufferWriter<byte>();
        Assert.Throws<PayloadException>(() => new JsonTransformer(PayloadOptions.Default).Transform("[1,2,]"u8, output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void A_transformer_goes_on_after_an_error()
    {
        var transformer = new JsonTransformer(Json.Flatten);
        var output = new ArrayBufferWriter<byte>();
        Assert.Throws<PayloadException>(() => transformer.Transform("""{"a":{"b":[{"c":tru"""u8, output));
        transformer.Transform("""{"a":{"b":1}}"""u8, output);
        Assert.Equal("""{"a.b":1}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Transforming_the_same_again_allocates_nothing()
    {
        var transformer = new JsonTransformer(Json.Flatten);
        var output = new ArrayBufferWriter<byte>(1024);
        byte[] json = Encoding.UTF8.GetBytes("""{"a":{"b":[1,{"name":"x","c":"\u00e9"}]},"d":null}""");
        transformer.Transform(json, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            output.ResetWrittenCount();
            transformer.Transform(json, output);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Any_depth_up_to_the_greatest_is_read_and_one_more_is_not(int maximumDepth)
    {
        string JsonOf(int depth) => string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        var options = new PayloadOptions { MaximumDepth = maximumDepth };
        Assert.Equal(JsonOf(maximumDepth), Json.Transform(JsonOf(maximumDepth), options));
        Assert.Equal("{}", Json.Transform(JsonOf(maximumDepth), options with { Flatten = true }));
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Transform(JsonOf(maximumDepth + 1), options));
        Assert.Equal("JsonTooDeep", error.ErrorId);
        Assert.StartsWith("$.a", error.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('[')]
    [InlineData('{')]
    public void Ten_thousand_levels_are_an_error_and_no_crash(char open)
    {
        string step = open == '[' ? "[" : "{\"a\":";
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Transform(string.Concat(Enumerable.Repeat(step, 10_000)), Json.Flatten));
        Assert.Equal("JsonTooDeep", error.ErrorId);
        Assert.Contains("64", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1001)]
    public void A_maximum_depth_out_of_range_is_refused(int maximumDepth)
    {
        WebhookException error = Assert.Throws<WebhookException>(() => new JsonTransformer(new PayloadOptions { MaximumDepth = maximumDepth }));
        Assert.Equal("MaximumDepthOutOfRange", error.ErrorId);
        Assert.Equal(WebhookErrorKind.InvalidArgument, error.Kind);
    }

    public static TheoryData<PayloadOptions, string> WrongKeys => new()
    {
        { new PayloadOptions { Separator = "" }, "SeparatorInvalid" },
        { new PayloadOptions { Separator = null! }, "SeparatorInvalid" },
        { new PayloadOptions { Separator = "\ud800" }, "SeparatorInvalid" },
        { new PayloadOptions { NameKey = null! }, "NameKeyInvalid" },
        { new PayloadOptions { NameKey = "\udc00" }, "NameKeyInvalid" },
    };

    [Theory]
    [MemberData(nameof(WrongKeys))]
    public void Options_that_make_no_key_are_refused(PayloadOptions options, string errorId)
    {
        WebhookException error = Assert.Throws<WebhookException>(() => new JsonTransformer(options));
        Assert.Equal((errorId, WebhookErrorKind.InvalidArgument), (error.ErrorId, error.Kind));
    }
}
