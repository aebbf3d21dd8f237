using System.Collections;
using System.Collections.Specialized;
using System.Dynamic;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Tests.Payloads;

public sealed class ObjectSerializerTests
{
    public static TheoryData<object?, string> Scalars => new()
    {
        { null, "null" },
        { DBNull.Value, "null" },
        { "a\"b\\\u0001é😀</>", """
            "a\"b\\\u0001é😀</>"
            """ },
        { 'x', "\"x\"" },
        { true, "true" },
        { false, "false" },
        { (byte)1, "1" },
        { (sbyte)-1, "-1" },
        { (short)-2, "-2" },
        { (ushort)2, "2" },
        { -3, "-3" },
        { 3u, "3" },
        { long.MinValue, "-9223372036854775808" },
        { ulong.MaxValue, "18446744073709551615" },
        { (nint)5, "5" },
        { (nuint)6, "6" },
        { Int128.MinValue, "-170141183460469231731687303715884105728" },
        { UInt128.MaxValue, "340282366920938463463374607431768211455" },
        { BigInteger.Pow(10, 60), "1" + new string('0', 60) },
        { 1.50m, "1.50" },
        { decimal.MaxValue, "79228162514264337593543950335" },
        { 1.0, "1.0" },
        { -0.0, "-0.0" },
        { 0.1, "0.1" },
        { 1e300, "1E+300" },
        { double.Epsilon, "5E-324" },
        { 1f, "1.0" },
        { 0.1f, "0.1" },
        { (Half)1.5, "1.5" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { FileAttributes.Hidden | FileAttributes.System, "\"Hidden, System\"" },
        { (DayOfWeek)99, "\"99\"" },
        { new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc), "\"2026-02-03T04:05:06.7890000Z\"" },
        { new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Unspecified), "\"2026-02-03T04:05:06.0000000\"" },
        { new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)), "\"2026-02-03T04:05:06.0000000+02:00\"" },
        { new DateOnly(2026, 2, 3), "\"2026-02-03\"" },
        { new TimeOnly(4, 5, 6), "\"04:05:06.0000000\"" },
        { new TimeSpan(1, 2, 3, 4, 5), "\"1.02:03:04.0050000\"" },
        { Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e"), "\"0f8fad5b-d9cb-469f-a165-70867728950e\"" },
        { new Uri("https://example.org:443/a b?x=ü"), "\"https://example.org:443/a b?x=ü\"" },
        { new Version(1, 2, 3), "\"1.2.3\"" },
        { IPAddress.IPv6Loopback, "\"::1\"" },
        { new IPEndPoint(IPAddress.Loopback, 80), "\"127.0.0.1:80\"" },
        { CultureInfo.GetCultureInfo(""), "\"\"" },
        { new StringBuilder("x"), "\"x\"" },
        { new Rune('x'), "\"x\"" },
        { typeof(Version), "\"System.Version\"" },
        { new FileInfo("/a/b"), "\"/a/b\"" },
        { new byte[] { 0xFB, 0xFF, 0 }, "\"+/8A\"" },
        { Array.Empty<byte>(), "\"\"" },
        { new Memory<byte>([1]), "\"AQ==\"" },
        { new ReadOnlyMemory<byte>([1]), "\"AQ==\"" },
        { new ArraySegment<byte>([0, 1, 2], 1, 1), "\"AQ==\"" },
    };

    [Theory]
    [MemberData(nameof(Scalars), DisableDiscoveryEnumeration = true)]
    public void A_value_is_written_by_its_type(object? value, string expected) => Assert.Equal(expected, Json.Serialize(value));

    public static TheoryData<object, string> Collections => new()
    {
        { new OrderedDictionary { ["z"] = 1, ["a"] = null, [(object)3] = "x" }, """{"z":1,"a":null,"3":"x"}""" },
        { new Dictionary<string, int>(StringComparer.Ordinal) { ["z"] = 1, ["a"] = 2 }, """{"z":1,"a":2}""" },
        { new Dictionary<object, object> { [DayOfWeek.Monday] = 1, [1.5] = 2, [true] = 3 }, """{"Monday":1,"1.5":2,"True":3}""" },
        { new Dictionary<DateOnly, int> { [new DateOnly(2026, 2, 3)] = 1 }, """{"02/03/2026":1}""" },
        { Expando(), """{"b":1,"a":[2]}""" },
        { new NameValueCollection { { "a", "1" }, { "b", "2" }, { "b", "3" } }, """{"a":"1","b":["2","3"]}""" },
        { new ArrayList { 1, null, "x", Array.Empty<object>() }, """[1,null,"x",[]]""" },
        { Enumerable.Range(1, 3).Select(number => number * 2), "[2,4,6]" },
        { new HashSet<string>(StringComparer.Ordinal) { "a" }, """["a"]""" },
        { new List<byte> { 1, 2 }, "[1,2]" },
        { "ab".ToCharArray(), """["a","b"]""" },
        { new int[2, 2, 1] { { { 1 }, { 2 } }, { { 3 }, { 4 } } }, "[[[1],[2]],[[3],[4]]]" },
        { new int[2, 0], "[[],[]]" },
        { new Memory<int>([1, 2]), "[1,2]" },
        { new BitArray([true, false]), "[true,false]" },
        { (1, "x"), """{"Item1":1,"Item2":"x"}""" },
        { new KeyValuePair<string, int>("a", 1), """{"Key":"a","Value":1}""" },
        { new { B = 1, A = new { C = "x" } }, """{"B":1,"A":{"C":"x"}}""" },
    };

    [Theory]
    [MemberData(nameof(Collections), DisableDiscoveryEnumeration = true)]
    public void A_collection_or_object_keeps_its_order(object value, string expected) => Assert.Equal(expected, Json.Serialize(value));

    [Fact]
    public void An_object_is_written_by_its_public_members_in_the_order_of_declaration() => Assert.Equal(
        """{"Last":"derived","Hidden":2,"Second":null,"First":1,"Field":"f"}""",
        Json.Serialize(new Derived()));

    [Fact]
    public void A_property_that_throws_is_null_as_PowerShell_shows_it() =>
        Assert.Equal("""{"Good":1,"Bad":null}""", Json.Serialize(new Throwing()));

    [Fact]
    public void Json_is_written_as_it_is()
    {
        using var document = JsonDocument.Parse("{ \"a\" : [ 1.0, \"\\u00e9\" ], /*x*/ \"b\":1e400, }", new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        const string Expected = """{"a":[1.0,"é"],"b":1e400}""";
        Assert.Equal($"[{Expected},{Expected}]", Json.Serialize(new object[] { document, document.RootElement }));
        Assert.Equal("""{"x":{"y":[null,"😀"]}}""", Json.Serialize(new JsonObject { ["x"] = new JsonObject { ["y"] = new JsonArray(null, "😀") } }));
        Assert.Equal("null", Json.Serialize(default(JsonElement)));
    }

    [Fact]
    public void Json_within_an_object_counts_for_the_depth()
    {
        JsonNode node = JsonNode.Parse("""{"b":{"c":{"d":1}}}""")!;
        var holder = new Dictionary<string, object>(StringComparer.Ordinal) { ["a"] = node };
        Assert.Equal("""{"a":{"b":{"c":{"d":1}}}}""", Json.Serialize(holder, maximumDepth: 4));
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(holder, maximumDepth: 3));
        Assert.Equal(("ObjectTooDeep", "$.a.b.c"), (error.ErrorId, error.Path));
    }

    [Fact]
    public void A_cycle_is_an_error_that_names_both_places()
    {
        var root = new Dictionary<string, object?>(StringComparer.Ordinal);
        root["list"] = new object?[] { 1, new { back = root } };
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(root));
        Assert.Equal(("ObjectCycle", "$.list[1].back"), (error.ErrorId, error.Path));
        Assert.Contains("the same as that at $", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_object_twice_is_no_cycle()
    {
        int[] shared = [1];
        Assert.Equal("""{"a":[1],"b":[1]}""", Json.Serialize(new { a = shared, b = shared }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Any_depth_up_to_the_greatest_is_written_and_one_more_is_not(int maximumDepth)
    {
        object Nest(int depth)
        {
            object value = new Hashtable();
            for (int level = 1; level < depth; level++)
            {
                value = new Hashtable { ["a"] = value };
            }

            return value;
        }

        // On a thread with a stack as small as that of some platforms.
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() =>
        {
            Assert.Contains("{}", Json.Serialize(Nest(maximumDepth), maximumDepth: maximumDepth), StringComparison.Ordinal);
            PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(Nest(maximumDepth + 1), maximumDepth: maximumDepth));
            Assert.Equal("ObjectTooDeep", error.ErrorId);
            Assert.StartsWith("$.a", error.Path, StringComparison.Ordinal);
        }), maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    [Fact]
    public void A_stack_that_is_nearly_used_up_is_an_error_and_no_crash()
    {
        object? value = null;
        for (int level = 0; level < 1000; level++)
        {
            value = new object?[] { value };
        }

        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(() => Json.Serialize(value, maximumDepth: 1000)), maxStackSize: 192 * 1024);
        thread.Start();
        thread.Join();
        Assert.Equal("ObjectTooDeep", Assert.IsType<PayloadException>(failure).ErrorId);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void A_number_without_a_form_in_JSON_is_an_error(object number, string shown)
    {
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(new { a = new[] { 0, number } }));
        Assert.Equal(("NumberNotFinite", "$.a[1]"), (error.ErrorId, error.Path));
        Assert.StartsWith(shown, error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<object> Secrets => [new SecureString(), new NetworkCredential("u", "p"), WebhookSecret.FromText("p"), new System.Security.Cryptography.HMACSHA256([1])];

    [Theory]
    [MemberData(nameof(Secrets), DisableDiscoveryEnumeration = true)]
    public void A_secret_is_never_written(object secret)
    {
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(new { password = secret }));
        Assert.Equal(("SecretInPayload", "$.password"), (error.ErrorId, error.Path));
        error = Assert.Throws<PayloadException>(() => Json.Serialize(new { password = secret }, new MembersOfAll()));
        Assert.Equal("SecretInPayload", error.ErrorId);
    }

    [Fact]
    public void What_is_no_data_is_an_error()
    {
        foreach (object value in new object[] { () => 1, Task.CompletedTask, Task.FromResult(1), new ValueTask<int>(1) })
        {
            PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(new[] { value }));
            Assert.Equal(("NotSerializable", "$[0]"), (error.ErrorId, error.Path));
        }
    }

    [Fact]
    public void Text_that_is_no_Unicode_is_an_error()
    {
        Assert.Equal("$.a", Assert.Throws<PayloadException>(() => Json.Serialize(new { a = "x\ud800" })).Path);
        Assert.Equal("TextNotUnicode", Assert.Throws<PayloadException>(() => Json.Serialize('\udc00')).ErrorId);
        Assert.Equal("TextNotUnicode", Assert.Throws<PayloadException>(() => Json.Serialize(new Hashtable { ["\udc00"] = 1 })).ErrorId);
    }

    [Fact]
    public void Long_text_is_written_whole()
    {
        // Pairs on either side of each border at which long text is cut.
        string text = string.Concat(Enumerable.Repeat("😀é", 20_000)) + "\n" + "x" + string.Concat(Enumerable.Repeat("😀", 20_000));
        Assert.Equal("\"" + text.Replace("\n", "\\n", StringComparison.Ordinal) + "\"", Json.Serialize(text));
    }

    [Fact]
    public void Keys_that_become_the_same_name_are_an_error()
    {
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(new { a = new OrderedDictionary { [(object)1] = 1, ["1"] = 2 } }));
        Assert.Equal(("DuplicateKey", "$.a"), (error.ErrorId, error.Path));
    }

    [Fact]
    public void A_sequence_that_throws_is_an_error_with_its_cause()
    {
        static IEnumerable<int> Numbers()
        {
            yield return 1;
            throw new InvalidOperationException("the source is gone");
        }

        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(new { a = Numbers() }));
        Assert.Equal(("EnumerationFailed", "$.a"), (error.ErrorId, error.Path));
        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.Contains("the source is gone", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_when_it_fails()
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        Assert.Throws<PayloadException>(() => ObjectSerializer.Write(new object[] { 1, double.NaN }, output));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void An_adapter_shows_what_is_behind_a_wrapper()
    {
        var adapter = new UnwrappingAdapter();
        var inner = new Wrapper(null) { Members = { ["n"] = new Wrapper(5), ["none"] = new Wrapper(null) } };
        var outer = new Wrapper(null) { Members = { ["list"] = new Wrapper(new object[] { new Wrapper("x"), inner }), ["id"] = new Wrapper(DayOfWeek.Friday) } };
        Assert.Equal("""{"list":["x",{"n":5,"none":null}],"id":"Friday"}""", Json.Serialize(outer, adapter));
        inner.Members["back"] = outer;
        PayloadException error = Assert.Throws<PayloadException>(() => Json.Serialize(outer, adapter));
        Assert.Equal(("ObjectCycle", "$.list[1].back"), (error.ErrorId, error.Path));
    }

    [Fact]
    public void Types_that_are_text_stay_text_whatever_members_a_host_shows() =>
        Assert.Equal("\"127.0.0.1\"", Json.Serialize(IPAddress.Loopback, new MembersOfAll()));

    [Fact]
    public void A_maximum_depth_out_of_range_is_refused() =>
        Assert.Equal("MaximumDepthOutOfRange", Assert.Throws<WebhookException>(() => Json.Serialize(1, maximumDepth: 1001)).ErrorId);

    private static ExpandoObject Expando()
    {
        var expando = new ExpandoObject();
        expando.TryAdd("b", 1);
        expando.TryAdd("a", new[] { 2 });
        return expando;
    }

#pragma warning disable CA1822 // These members are read by their being there.
    private class Base
    {
        public string Field = "f";

        public int First => 1;

        public int Hidden => 1;

        protected int Inner => 1;
    }

    private sealed class Derived : Base
    {
        public string Last => "derived";

        public new int Hidden => 2;

        public string? Second { get; }

        public int WriteOnly
        {
            set => _ = value;
        }

        public static int Shared => 1;

        public int this[int index] => index;

        public Span<int> OnTheStack => default;

        internal int Internal => 1;
    }

    private sealed class Throwing
    {
        public int Good => 1;

        public int Bad => throw new UnauthorizedAccessException();
    }

#pragma warning restore CA1822

    private sealed class Wrapper(object? value)
    {
        public object? Value { get; } = value;

        public Dictionary<string, object?> Members { get; } = new(StringComparer.Ordinal);
    }

    private sealed class UnwrappingAdapter : IObjectAdapter
    {
        public bool TryGetMembers(object? value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members)
        {
            var wrapper = value as Wrapper;
            bool hasMembers = wrapper is { Members.Count: > 0 };
            unwrapped = wrapper is null || hasMembers ? value : wrapper.Value;
            members = hasMembers ? wrapper!.Members : [];
            return hasMembers;
        }
    }

    private sealed class MembersOfAll : IObjectAdapter
    {
        public bool TryGetMembers(object? value, out object? unwrapped, out IEnumerable<KeyValuePair<string, object?>> members)
        {
            unwrapped = value;
            members = value!.GetType().GetProperties().Where(property => property.GetIndexParameters().Length == 0)
                .Select(property => new KeyValuePair<string, object?>(property.Name, property.GetValue(value)));
            return true;
        }
    }
}
