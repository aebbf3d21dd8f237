using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using WebhookTools.Core.Payloads;
using WebhookTools.Core.Payloads.Rewriting;

namespace WebhookTools.Listener.Tests.Journal;

public sealed class JsonLayoutTests
{
    [Theory]
    [InlineData("{}", "{}")]
    [InlineData(" [ 1 ,\r\n\t2 ] \n", "[1,2]")]
    [InlineData("{ \"a b\" : \" x \\\" y \\\\\" , \"n\" : 1.50e+10 }", "{\"a b\":\" x \\\" y \\\\\",\"n\":1.50e+10}")]
    [InlineData("\"\\u0041\"", "\"\\u0041\"")]
    [InlineData("  -0.0  ", "-0.0")]
    [InlineData("\"tab\\tß€\"", "\"tab\\tß€\"")]
    public void Compacting_removes_only_white_space_outside_strings(string json, string expected) =>
        Assert.Equal(expected, Layout(JsonLayout.Compact, json));

    [Theory]
    [InlineData("\"open")]
    [InlineData("{\"a\":\"line\nbreak\"}")]
    [InlineData("\"carriage\rreturn\"")]
    [InlineData("\"ends in \\")]
    public void What_would_break_the_line_is_refused(string text)
    {
        Assert.Null(Layout(JsonLayout.Compact, text));
        Assert.Null(Layout(JsonLayout.IndentedByTwo, text));
    }

    [Fact]
    public void Indenting_matches_python() => Assert.Equal(
        """
        {
          "a": 1,
          "b": [],
          "c": {},
          "d": [
            1,
            {
              "e": " x, [y] \" {z}: "
            }
          ],
          "f": null
        }
        """,
        Layout(JsonLayout.IndentedByTwo, " {\"a\":1,\"b\" : [ ],\"c\":{\n },\"d\":[1,{\"e\":\" x, [y] \\\" {z}: \"}],\"f\":null} "));

    [Fact]
    public void Indentation_of_very_deep_json_is_limited()
    {
        string json = new string('[', 10_000) + new string(']', 10_000);

        string indented = Layout(JsonLayout.IndentedByTwo, json)!;

        Assert.InRange(indented.Length, 20_000, 3_000_000);
        Assert.Equal(json, Layout(JsonLayout.Compact, indented));
    }

    [Fact]
    public void Both_layouts_keep_every_token_of_any_json() =>
        Prop.ForAll(Arb.From(JsonGenerator.Value), json =>
        {
            string[] tokens = Tokens(json);
            string compact = Layout(JsonLayout.Compact, json)!;
            string indented = Layout(JsonLayout.IndentedByTwo, json)!;
            return !compact.Contains('\n', StringComparison.Ordinal)
                && Tokens(compact).SequenceEqual(tokens, StringComparer.Ordinal)
                && Tokens(indented).SequenceEqual(tokens, StringComparer.Ordinal)
                && string.Equals(Layout(JsonLayout.Compact, indented), compact, StringComparison.Ordinal);
        }).Check(Config.QuickThrowOnFailure.WithQuietOnSuccess(true));

    // The type and bytes of each token.
    private static string[] Tokens(string json)
    {
        var tokens = new List<string>();
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            tokens.Add(reader.TokenType + Encoding.UTF8.GetString(reader.ValueSpan));
        }

        return [.. tokens];
    }

    private static string? Layout(JsonLayout layout, string json)
    {
        var buffer = new ByteBuffer();
        return JsonReformatter.TryAppend(Encoding.UTF8.GetBytes(json), layout, buffer) ? Encoding.UTF8.GetString(buffer.WrittenSpan) : null;
    }
}
