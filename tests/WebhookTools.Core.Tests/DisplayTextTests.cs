namespace WebhookTools.Core.Tests;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData("plain ✓ Größe 🔥", "plain ✓ Größe 🔥")]
    [InlineData("a\r\n\tb", @"a\r\n\tb")]
    [InlineData("\e]0;title\a", @"\u001b]0;title\u0007")]
    [InlineData("\u009b31m\u007f", @"\u009b31m\u007f")]
    [InlineData("abc\u202egpj.exe\u2066", @"abc\u202egpj.exe\u2066")]
    [InlineData(null, "")]
    public void Control_and_bidirectional_characters_are_escaped(string? text, string expected) => Assert.Equal(expected, DisplayText.Escape(text));

    [Fact]
    public void Line_breaks_can_be_kept() => Assert.Equal("a\nb\n\\u001b[2J", DisplayText.EscapeLines("a\r\nb\n\e[2J"));
}
