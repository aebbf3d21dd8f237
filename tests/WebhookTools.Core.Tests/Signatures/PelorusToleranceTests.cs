using System.Text;
using System.Text.Json;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Signatures;

/// <summary>The sender signed the JSON as Python serializes it, and the receiver got a different serialization.</summary>
public sealed class PelorusToleranceTests
{
    private static readonly WebhookSecret Secret = SchemeSample.Secret("My Secret Token");

    [Theory]
    [InlineData(", ", ": ")]
    [InlineData(",", ":")]
    [InlineData(", ", ":")]
    [InlineData(",", " :")]
    [InlineData(", ", " :")]
    public void Each_pair_of_separators_matches_in_each_wrapping(string item, string key)
    {
        string inner = $"\"a\"{key}[1{item}{{\"b\"{key}null}}]{item}\"c\"{key}{{}}";
        foreach (string signed in (string[])[$"{{{inner}}}", $"{{{inner}}}\n", $"{{ {inner} }}", $"{{ {inner} }}\n"])
        {
            SignatureVerification verification = VerifySignedAs(signed, "{\r\n \"a\" : [ 1, {\"b\":null} ],\n\t\"c\":{ } }");
            Assert.True(verification.IsValid, signed);
        }
    }

    [Fact]
    public void The_reason_names_the_serialization_that_matched() =>
        Assert.Equal(
            "The signature matches the body's JSON reserialized with ',' and ':' and a final newline.",
            VerifySignedAs("{\"a\":1,\"b\":2}\n", "{ \"a\": 1, \"b\": 2 }").Reason);

    [Theory]
    [InlineData("1.0", "1.0")]
    [InlineData("1e0", "1.0")]
    [InlineData("1E2", "100.0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "-0.0")]
    [InlineData("0.0001", "0.0001")]
    [InlineData("0.00001", "1e-05")]
    [InlineData("0.00012345", "0.00012345")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("1234567890123456.7", "1234567890123456.8")]
    [InlineData("9999999999999998.0", "9999999999999998.0")]
    [InlineData("1e16", "1e+16")]
    [InlineData("1.5e300", "1.5e+300")]
    [InlineData("1e23", "1e+23")]
    [InlineData("9.999999999999999e22", "1e+23")]
    [InlineData("5e-324", "5e-324")]
    [InlineData("2.2250738585072014e-308", "2.2250738585072014e-308")]
    [InlineData("0.1000000000000000055511151231257827", "0.1")]
    [InlineData("1e400", "Infinity")]
    [InlineData("-1e400", "-Infinity")]
    [InlineData("12.300", "12.3")]
    public void Numbers_are_printed_as_Python_prints_them(string received, string signed) =>
        Assert.True(VerifySignedAs($"{{\"n\": {signed}}}", $"{{\"n\":{received}}}").IsValid);

    [Theory]
    [InlineData("é", "\\u00e9")]
    [InlineData("\\u00E9", "\\u00e9")]
    [InlineData("😀", "\\ud83d\\ude00")]
    [InlineData("\\uD83D\\uDE00", "\\ud83d\\ude00")]
    [InlineData("\\ud800", "\\ud800")]
    [InlineData("a\\/b", "a/b")]
    [InlineData("\\u0041\\u002f", "A/")]
    [InlineData("\\u0022\\u005c", "\\\"\\\\")]
    [InlineData("\\u0008\\u0009\\u000a\\u000c\\u000d", "\\b\\t\\n\\f\\r")]
    [InlineData("\\u0000\\u001F\u007f", "\\u0000\\u001f\\u007f")]
    [InlineData("<>&'", "<>&'")]
    public void Text_is_escaped_as_Python_escapes_it(string received, string signed) =>
        Assert.True(VerifySignedAs($"{{\"{signed}\": \"{signed}\"}}", $"{{\"{received}\":\"{received}\"}}").IsValid);

    [Theory]
    [InlineData("""{"a":1,"b":2,"a":3}""", """{"a": 3, "b": 2}""")]
    [InlineData("""{"a":1,"\u0061":3}""", """{"a": 3}""")]
    [InlineData("""{"x":{"a":1,"b":{"a":1,"a":2},"a":[1,2]}}""", """{"x": {"a": [1, 2], "b": {"a": 2}}}""")]
    public void JSON_with_a_repeated_name_must_match_unchanged(string received, string signed)
    {
        Assert.Equal(SignatureVerdict.Invalid, VerifySignedAs(signed, received).Verdict);
        Assert.True(VerifySignedAs(received, received).IsValid);
    }

    [Fact]
    public void A_byte_order_mark_is_not_part_of_the_JSON() =>
        Assert.True(VerifySignedAs("""{"a": 1}""", "\ufeff{\"a\":1}").IsValid);

    [Theory]
    [InlineData("[1, 2]", "[1,2]")]
    [InlineData("{\"a\": 1}", "{\"a\":1} x")]
    [InlineData("{\"a\": 1}", "{\"a\":1,}")]
    [InlineData("{\"a\": 1}", "")]
    [InlineData("{\"a\": 1}", "{\"a\":2}")]
    [InlineData("{\"a\": 1}", "{\"a\":1}}")]
    [InlineData("{\"b\": 1, \"a\": 2}", "{\"a\":2,\"b\":1}")]
    public void A_different_JSON_object_stays_invalid(string signed, string received) =>
        Assert.Equal(SignatureVerdict.Invalid, VerifySignedAs(signed, received).Verdict);

    [Fact]
    public void Bytes_that_are_not_text_stay_invalid()
    {
        byte[] body = [.. "{\"a\":\""u8, 0xC3, .. "\"}"u8];

        Assert.Equal(SignatureVerdict.Invalid, VerifySignedAs("{\"a\": \"\"}", body).Verdict);
    }

    [Fact]
    public void A_body_too_large_for_the_protocol_must_match_unchanged()
    {
        string value = new('x', 300 * 1024);

        Assert.Equal(SignatureVerdict.Invalid, VerifySignedAs($"{{\"a\": \"{value}\"}}", $"{{\"a\":\"{value}\"}}").Verdict);
        Assert.True(VerifySignedAs($"{{\"a\":\"{value}\"}}", $"{{\"a\":\"{value}\"}}").IsValid);
    }

    [Theory]
    [InlineData("{\"a\":", "}")]
    [InlineData("[", "]")]
    public void Unlimited_nesting_gets_a_verdict(string open, string close)
    {
        string body = string.Concat(Enumerable.Repeat(open, 20_000)) + "1" + string.Concat(Enumerable.Repeat(close, 20_000));

        Assert.Equal(SignatureVerdict.Invalid, VerifySignedAs("{}", $"{{\"a\":{body}}}").Verdict);
    }

    [Fact]
    public void The_second_secret_is_tried_on_each_serialization()
    {
        SignatureHeaders headers = SignedAs("{\"a\": 1}");

        SignatureVerification verification = SchemeSample.Verify("Pelorus", SchemeSample.Request("Pelorus").With("{\"a\":1}"), headers, SchemeSample.Secret("another"), Secret);

        Assert.Equal((SignatureVerdict.Valid, 1), (verification.Verdict, verification.SecretIndex));
    }

    /// <summary>Compares generated JSON with the output of Python.</summary>
    [Fact]
    public async Task Python_writes_the_same()
    {
        var random = new Random(7);
        List<string> bodies = [.. Enumerable.Range(0, 300).Select(_ => RandomObject(random))];
        using var folder = new TemporaryFolder();
        string path = folder.File("bodies.json");
        await File.WriteAllTextAsync(path, JsonSerializer.Serialize(bodies), TestContext.Current.CancellationToken);
        const string script = "import json,sys; print(json.dumps([json.dumps(json.loads(b), separators=(',', ' :')) for b in json.load(open(sys.argv[1], encoding='utf-8'))]))";

        string output = await ExternalTool.RunOrSkipAsync("python3", ["-c", script, path]);

        string[] signed = JsonSerializer.Deserialize<string[]>(output)!;
        for (int index = 0; index < bodies.Count; index++)
        {
            Assert.True(VerifySignedAs(signed[index], bodies[index]).IsValid, $"{bodies[index]} is {signed[index]}");
        }
    }

    private static string RandomObject(Random random)
    {
        var text = new StringBuilder();
        Write(depth: 0, isObject: true);
        return text.ToString();

        void Write(int depth, bool isObject)
        {
            int kind = isObject ? 0 : random.Next(depth > 3 ? 2 : 0, 7);
            switch (kind)
            {
                case 0:
                    WriteMany('{', '}', depth, named: true);
                    break;
                case 1:
                    WriteMany('[', ']', depth, named: false);
                    break;
                case 2:
                    text.Append(BitConverter.Int64BitsToDouble(random.NextInt64(0x7FEFFFFFFFFFFFFF)).ToString("R", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case 3:
                    text.Append(((random.NextDouble() - 0.5) * Math.Pow(10, random.Next(-8, 22))).ToString("R", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                case 4:
                    text.Append(random.NextInt64(long.MinValue, long.MaxValue));
                    break;
                case 5:
                    text.Append(random.Next(3) switch { 0 => "true", 1 => "false", _ => "null" });
                    break;
                default:
                    WriteText();
                    break;
            }
        }

        void WriteMany(char open, char close, int depth, bool named)
        {
            text.Append(open);
            int count = random.Next(5);
            for (int index = 0; index < count; index++)
            {
                text.Append(index > 0 ? "," : string.Empty).Append(' ', random.Next(3));
                if (named)
                {
                    // The tolerance does not apply to repeated names.
                    WriteText();
                    text.Insert(text.Length - 1, index);
                    text.Append(random.Next(2) == 0 ? ":" : " :\n");
                }

                Write(depth + 1, isObject: false);
            }

            text.Append(close);
        }

        void WriteText()
        {
            text.Append('"');
            for (int count = random.Next(4); count > 0; count--)
            {
                switch (random.Next(4))
                {
                    case 0:
                        text.Append((char)random.Next('a', 'd'));
                        break;
                    case 1:
                        text.Append("\\u").Append(random.Next(0x10000).ToString(random.Next(2) == 0 ? "x4" : "X4", System.Globalization.CultureInfo.InvariantCulture));
                        break;
                    case 2:
                        text.Append(new Rune(random.Next(0xE000, 0x10FFFF)));
                        break;
                    default:
                        text.Append('\\').Append("\"\\/bfnrt"[random.Next(8)]);
                        break;
                }
            }

            text.Append('"');
        }
    }

    private static SignatureHeaders SignedAs(string text) =>
        SchemeSample.Headers(("X-Hub-Signature-256", SchemeSample.Sign("GitHub", SchemeSample.Request("GitHub").With(text), Secret).Value));

    private static SignatureVerification VerifySignedAs(string signed, string received) => VerifySignedAs(signed, Encoding.UTF8.GetBytes(received));

    private static SignatureVerification VerifySignedAs(string signed, byte[] received) =>
        SchemeSample.Verify("Pelorus", SchemeSample.Request("Pelorus") with { Body = WebhookBody.FromBytes(received) }, SignedAs(signed), Secret);
}
