using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Tests.Payloads;

/// <summary>Flattening as gcm's webhook exporter does it. The first rows are its golden results; the others were checked against its rules too.</summary>
public sealed class FlattenTests
{
    [Theory]
    [InlineData("""{"obj1":{"a":1,"b":{"c":true,"d":null}}}""", """{"obj1.a":1,"obj1.b.c":true}""")]
    [InlineData("""{"obj1":["a",null,"c"]}""", """{"obj1.0":"a","obj1.2":"c"}""")]
    [InlineData("""{"m":[[1,2],[3]]}""", """{"m.0.0":1,"m.0.1":2,"m.1.0":3}""")]
    [InlineData("""{"g":[{"a":1},{"a":2}]}""", """{"g.0.a":1,"g.1.a":2}""")]
    [InlineData("""{"g":{"name":"x","a":1}}""", """{"g.x.a":1}""")]
    [InlineData("""{"g":[{"name":"x","a":1},{"name":"y","a":2}]}""", """{"g.x.a":1,"g.y.a":2}""")]
    [InlineData("""{"g":[{"name":"x","a":1},{"name":"x","a":2}]}""", """{"g.x.a":2}""")]
    [InlineData("""{"a":{"b.c":1},"a.b":{"c":2}}""", """{"a.b.c":2}""")]
    [InlineData("""{"g":{"name":null,"a":1}}""", """{"g.None.a":1}""")]
    [InlineData("""{"g":{"name":7,"a":1}}""", """{"g.7.a":1}""")]
    [InlineData("""{"g":{"name":"","a":1}}""", """{"g..a":1}""")]
    [InlineData("""{"name":"x","a":1}""", """{"name":"x","a":1}""")]
    [InlineData("""{"o":{},"a":[],"s":"","n":{"o":{},"a":[[]]}}""", """{"s":""}""")]
    [InlineData("""{"a":null,"b":1}""", """{"b":1}""")]
    public void A_record_is_flattened_as_gcm_does(string input, string expected) => Assert.Equal(expected, Json.Transform(input, Json.Flatten));

    [Theory]
    [InlineData("""{"g":{"a":1,"b":{"c":2},"name":"x"}}""", """{"g.x.a":1,"g.x.b.c":2}""")]
    [InlineData("""{"g":[[{"a":1,"name":"x"}]]}""", """{"g.0.x.a":1}""")]
    public void A_name_counts_wherever_it_stands_in_its_object(string input, string expected) => Assert.Equal(expected, Json.Transform(input, Json.Flatten));

    [Theory]
    [InlineData("true", "True")]
    [InlineData("false", "False")]
    [InlineData("1.0", "1.0")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1e5", "100000.0")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("9.999999999999999e22", "1e+23")]
    [InlineData("1.25e-5", "1.25e-05")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("1e400", "inf")]
    [InlineData("-1e400", "-inf")]
    [InlineData("[1,null,\"a\"]", "[1, None, 'a']")]
    [InlineData("""{"k":"it's","l":"\"","m":"'\"","n":{}}""", """{'k': \"it's\", 'l': '\"', 'm': '\\'\"', 'n': {}}""")]
    [InlineData("""["\n\u0001\u00e9\u00a0\ud83d\ude00\u200b"]""", """['\\n\\x01é\\xa0😀\\u200b']""")]
    public void A_name_that_is_no_text_is_written_as_Python_writes_it(string name, string segment) =>
        Assert.Equal($$"""{"g.{{segment}}.a":1}""", Json.Transform($$$"""{"g":{"a":1,"name":{{{name}}}}}""", Json.Flatten));

    [Theory]
    [InlineData("""{"":1}""", """{"":1}""")]
    [InlineData("""{"":{"a":1}}""", """{"a":1}""")]
    [InlineData("""{"":[1]}""", """{".0":1}""")]
    [InlineData("""{"":{"name":"x","a":1}}""", """{".x.a":1}""")]
    [InlineData("""{"a":{"":{"b":1}}}""", """{"a..b":1}""")]
    public void An_empty_key_is_joined_as_gcm_joins_it(string input, string expected) => Assert.Equal(expected, Json.Transform(input, Json.Flatten));

    [Fact]
    public void A_key_that_collides_keeps_the_first_position_and_takes_the_last_value() =>
        Assert.Equal("""{"a.b":3,"c":2}""", Json.Transform("""{"a":{"b":1},"c":2,"a.b":3}""", Json.Flatten));

    [Fact]
    public void A_member_that_is_there_twice_counts_once_before_it_is_flattened() =>
        Assert.Equal("""{"a.y":3,"b":2}""", Json.Transform("""{"a":{"x":1},"b":2,"a":{"y":3}}""", Json.Flatten));

    [Fact]
    public void Of_two_names_the_last_one_is_the_segment() =>
        Assert.Equal("""{"g.y.a":1}""", Json.Transform("""{"g":{"name":"x","a":1,"name":"y"}}""", Json.Flatten));

    [Fact]
    public void A_name_can_be_written_with_escapes() =>
        Assert.Equal("""{"g.x\"y.a":1}""", Json.Transform("""{"g":{"n\u0061me":"\u0078\"y","a":1}}""", Json.Flatten));

    [Theory]
    [InlineData("""[{"a":{"b":1}},{"a":[2]},null,5,[{"c":{"name":"x","d":3}}]]""", """[{"a.b":1},{"a.0":2},null,5,[{"c.x.d":3}]]""")]
    [InlineData("""[{"name":"x","a":{"b":1}}]""", """[{"name":"x","a.b":1}]""")]
    public void An_array_at_the_top_is_a_list_of_records(string input, string expected) => Assert.Equal(expected, Json.Transform(input, Json.Flatten));

    [Theory]
    [InlineData("null")]
    [InlineData("\"x\"")]
    [InlineData("1.0")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_has_no_members_stays(string input) => Assert.Equal(input, Json.Transform(input, Json.Flatten));

    [Fact]
    public void The_separator_can_be_chosen() =>
        Assert.Equal("""{"a\"→b\"→0":1}""", Json.Transform("""{"a":{"b":[1]}}""", Json.Flatten with { Separator = "\"→" }));

    [Fact]
    public void The_name_key_can_be_chosen() =>
        Assert.Equal("""{"g.x.name":"y"}""", Json.Transform("""{"g":{"name":"y","ïd":"x"}}""", Json.Flatten with { NameKey = "ïd" }));

    [Fact]
    public void An_empty_name_key_turns_the_rule_off() =>
        Assert.Equal("""{"g.0.name":"x","g.0.":1}""", Json.Transform("""{"g":[{"name":"x","":1}]}""", Json.Flatten with { NameKey = "" }));

    [Fact]
    public void A_recorded_metric_is_flattened()
    {
        string metric = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "samples", "gcm-metric.json"));
        string flat = Json.Transform(metric, Json.Flatten);
        Assert.StartsWith("""{"cluster":"c1","node":"n0001","gpu.gpu0.util.sm":0,"gpu.gpu0.util.mem":0.0,"gpu.gpu0.temps.core":60,""", flat, StringComparison.Ordinal);
        Assert.EndsWith(""","disk.scratch.used":1,"disk.scratch.free":2,"load.0":1.1,"load.1":2.2,"load.2":3.3,"state":"idle"}""", flat, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_keys_that_collide_are_found()
    {
        // More than the table begins with, so that it has to grow in between.
        const int Keys = 5000;
        string members = string.Join(',', Enumerable.Range(0, Keys).Select(number => $"\"k{number}\":{number}"));
        string again = string.Join(',', Enumerable.Range(0, Keys).Select(number => $"\"a.k{number}\":{number + 1}"));
        string expected = "{" + string.Join(',', Enumerable.Range(0, Keys).Select(number => $"\"a.k{number}\":{number + 1}")) + "}";
        Assert.Equal(expected, Json.Transform($"{{\"a\":{{{members}}},{again}}}", Json.Flatten));
    }
}
